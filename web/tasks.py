"""What the worker does by the clock. `manage.py run_huey` finds this module by its name."""

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, on_shutdown, on_startup

from . import worker_threads
from .frontend_cache.purge import ChangeFollower, PurgeError
from .outbox.delivery import send_due_mail
from .outbox.retention import forget_old_mail
from .outbox.transport import MailServerUnavailable
from .page_cache.site_version import forget_old_changes

worker_threads.register("Mail", send_due_mail, expected=(MailServerUnavailable,))
if settings.PUBLIC_PAGES_SMAXAGE:
    worker_threads.register("Servers in front", ChangeFollower(), expected=(PurgeError,))
on_startup()(worker_threads.start)
on_shutdown()(worker_threads.stop)


@db_periodic_task(crontab(hour="3", minute="37"))
def forget_mail() -> None:
    forget_old_mail()


@db_periodic_task(crontab(hour="3", minute="43"))
def forget_changes() -> None:
    forget_old_changes()
