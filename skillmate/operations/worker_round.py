"""What the worker does, once, for machines where nothing but cron runs.

Cron asks each minute. What the clock wants (`tasks.py`) is done if its minute has come since the
last round, so that nothing is left out where a round was; then mail leaves and pictures are made.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.files import locks
from django.utils import timezone
from django.utils.module_loading import autodiscover_modules
from huey.api import PeriodicTask
from huey.contrib.djhuey import HUEY

from media.rendition_queue import make_requested
from web.outbox.delivery import send_due_mail
from web.outbox.transport import MailServerUnavailable
from web.worker_threads import Work

from .error_reports import report
from .models import Heartbeat

logger = logging.getLogger("skillmate.worker")

ROUND = "round"
# What threads of the worker do; a test compares.
WORK: dict[str, Work] = {"Mail": send_due_mail, "Renditions": make_requested}
# In seconds, for each of them: the next round goes on.
LIMIT = 25.0
MINUTE = timedelta(minutes=1)
# What is older was done in a night before, or is done in the next.
MOST = timedelta(days=1)


def run_round() -> list[str]:
    """Do what is due. What failed, by name; the others were done, and the log says more.

    Raises BlockingIOError while another round runs on this machine.
    """
    with _alone():
        autodiscover_modules("tasks")
        jobs = [(task.name, task.execute) for task in _due_tasks()]
        jobs += [(name, lambda work=work: work(_limit())) for name, work in WORK.items()]
        return [name for name, job in jobs if not _try(name, job)]


@contextmanager
def _alone() -> Iterator[None]:
    """Many pictures take longer than a minute, and each round would begin the same anew."""
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    with Path(settings.VAR_DIR, "worker-round.lock").open("ab") as file:
        if not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            raise BlockingIOError
        yield


def _due_tasks() -> list[PeriodicTask]:
    now = timezone.now()
    row, _is_new = Heartbeat.objects.get_or_create(name=ROUND, defaults={"at": now - MOST})
    due = {task.name: task for minute in _minutes(row.at, now) for task in _tasks_of(minute)}
    Heartbeat.objects.filter(name=ROUND).update(at=now)
    return list(due.values())


def _minutes(last: datetime, now: datetime) -> Iterator[datetime]:
    """Those that have begun since `last`, at most `MOST` ago, and this one in any case."""
    minute = now.replace(second=0, microsecond=0)
    yield minute
    while (minute := minute - MINUTE) > max(last, now - MOST):
        yield minute


def _tasks_of(minute: datetime) -> list[PeriodicTask]:
    """By the worker's clock, which knows no time zones."""
    return HUEY.read_periodic(minute.astimezone(UTC).replace(tzinfo=None))


def _limit() -> Callable[[], bool]:
    end = monotonic() + LIMIT
    return lambda: monotonic() > end


def _try(name: str, job: Callable[[], object]) -> bool:
    try:
        job()
    except MailServerUnavailable as error:  # whose text says all
        logger.error("%s: %s", name, str(error))
    except Exception as error:
        logger.exception("%s failed", name)
        report(error, where=f"worker: {name}")
    else:
        return True
    return False
