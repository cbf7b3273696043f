"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from .catalogue.entries import rebuild
from .release.scheduled_publishing import publish_due
from .release.stalled_reviews import notice_stalled_reviews


@db_periodic_task(crontab(minute="*"))
def publish_what_is_due() -> None:
    publish_due()


@db_periodic_task(crontab(minute="*"))
def tell_of_stalled_reviews() -> None:
    notice_stalled_reviews()


@db_periodic_task(crontab(hour="3", minute="53"))
def compare_the_catalogue() -> None:
    """What differs is mended, and written to the log as an error: somebody is to ask why."""
    rebuild()
