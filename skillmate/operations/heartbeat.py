"""The worker has no address that could be asked: once a minute it writes down that it lives.

It does so as a task among its others. A worker whose threads are all held up is as good as none.
"""

from datetime import timedelta

from django.utils import timezone

from .models import Heartbeat

WORKER = "worker"


def beat() -> None:
    Heartbeat.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


def silence() -> timedelta | None:
    """How long nothing has been heard of the worker; None where nothing ever was."""
    at = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()
    return timezone.now() - at if at else None
