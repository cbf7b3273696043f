"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from web import worker_threads

from .cleanup import cleanup
from .rendition_queue import forget_failed_requests, make_requested
from .upload.refresh import refresh_unsettled

logger = logging.getLogger(__name__)
# In ten minutes: a small part of the calls that a free account has within the hour.
MOST = 20

worker_threads.register("Renditions", make_requested)


@db_periodic_task(crontab(minute="*/10"))
def ask_for_news() -> None:
    """Of videos being processed: notifications get lost."""
    for asset, problem in refresh_unsettled(most=MOST):
        logger.info("%s: %s", asset.name, problem or asset.status)


@db_periodic_task(crontab(minute="23"))
def clean_up() -> None:
    forget_failed_requests()
    for step in cleanup():
        logger.info("%s: %s", "Deleted" if step.done else "Not yet deleted", step.message)
