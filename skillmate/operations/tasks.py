"""What the worker does for operators. `manage.py run_huey` finds this module by its name."""

from django.dispatch import receiver
from huey import crontab
from huey.api import Task
from huey.contrib.djhuey import close_db, db_periodic_task, on_startup, signal
from huey.signals import SIGNAL_ERROR

from web import worker_threads

from . import heartbeat
from .error_reports import forget_old_reports, report

# At once as well, or a worker that was just started would be missed for up to a minute.
on_startup("beat")(close_db(heartbeat.beat))


@db_periodic_task(crontab(minute="*"))
def beat() -> None:
    heartbeat.beat()


@db_periodic_task(crontab(hour="3", minute="53"))
def forget_reports() -> None:
    forget_old_reports()


@signal(SIGNAL_ERROR)
def report_failed_task(signal: str, task: Task, error: Exception) -> None:
    report(error, where=f"worker: {task.name}")


@receiver(worker_threads.failed)
def report_failed_thread(sender: type, name: str, error: Exception, **kwargs: object) -> None:
    report(error, where=f"worker: {name}")
