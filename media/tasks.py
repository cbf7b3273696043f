"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from .cleanup import cleanup
from .upload.refresh import refresh_unsettled

# In ten minutes: a small part of the calls that a free account has within the hour.
MOST = 20


@db_periodic_task(crontab(minute="*/10"))
def ask_for_news() -> None:
    """Of videos being processed: notifications get lost."""
    for _asset, _trouble in refresh_unsettled(most=MOST):
        pass


@db_periodic_task(crontab(minute="23"))
def clean_up() -> None:
    for _step in cleanup():
        pass
