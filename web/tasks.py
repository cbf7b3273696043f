"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, on_shutdown, on_startup

from .outbox import worker
from .outbox.retention import forget_old_mail

on_startup()(worker.start)
on_shutdown()(worker.stop)


@db_periodic_task(crontab(hour="3", minute="37"))
def forget_mail() -> None:
    forget_old_mail()
