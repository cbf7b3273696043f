"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from .accounts.expiry import forget_expired_sessions
from .audit.retention import forget_old_entries


@db_periodic_task(crontab(hour="3", minute="41"))
def forget_sessions() -> None:
    forget_expired_sessions()


@db_periodic_task(crontab(hour="3", minute="47"))
def forget_entries() -> None:
    forget_old_entries()
