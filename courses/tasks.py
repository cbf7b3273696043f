"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from .release.scheduled_publishing import publish_due
from .release.stalled_reviews import notice_stalled_reviews


@db_periodic_task(crontab(minute="*"))
def publish_what_is_due() -> None:
    publish_due()


@db_periodic_task(crontab(minute="*"))
def tell_of_stalled_reviews() -> None:
    notice_stalled_reviews()
