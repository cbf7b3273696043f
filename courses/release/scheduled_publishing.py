"""The verb of the clock: what is due goes live or expires, each on its own.

Does what Wagtail's `publish_scheduled` does, with two differences: whatever fails is told and keeps
nothing else from going out, and two workers at once do nothing twice.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator

from django.apps import apps
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import DraftStateMixin, Page, Revision

from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, CourseReleaseItem
from . import notifications
from .pinned_revisions import lock_course
from .publication import PublicationError

logger = logging.getLogger("skillmate.due")
Status = CourseRelease.Status


def publish_due() -> Counter[str]:
    """Expire and publish everything whose hour has come. Safe to run at any time, and twice.

    Returns how many "expired", were "published" and "failed".
    """
    done = Counter()
    for expired in list(_expired()):
        _attempt(done, "expired", _expire, expired)
    for release in CourseRelease.objects.filter(_overdue()).order_by("go_live_at", "pk"):
        _attempt(done, "published", _publish_release, release, on_failure=_record_failure)
    for revision in _other_revisions():
        _attempt(done, "published", _publish_revision, revision)
    return done


def _attempt(
    done: Counter[str],
    outcome: str,
    act: Callable[[models.Model], bool],
    thing: models.Model,
    on_failure: Callable[[models.Model, Exception], None] | None = None,
) -> None:
    """Do it in a transaction of its own, and count what became of it."""
    try:
        with transaction.atomic():
            acted = act(thing)
    except Exception as error:
        done["failed"] += 1
        logger.exception("Due, and failed: %s %s", thing._meta.label, thing.pk)
        if on_failure:
            on_failure(thing, error)
    else:
        done[outcome] += acted


def _overdue() -> models.Q:
    return models.Q(status=Status.SCHEDULED, go_live_at__lte=timezone.now())


def _expired() -> Iterator[models.Model]:
    """Live objects past their hour, of every model that can expire."""
    others = (
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    )
    for model in (Page, *others):
        overdue = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from overdue.order_by("expire_at", "pk")


def _expire(thing: models.Model) -> bool:
    held = _hold(thing)
    if held is None or not held.live or held.expire_at is None or held.expire_at > timezone.now():
        return False  # somebody was faster
    # As what it is: a bare `Page` would not know what a course does besides.
    held = held.specific if isinstance(held, Page) else held
    held.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish_release(release: CourseRelease) -> bool:
    lock_course(release.course)
    if not CourseRelease.objects.filter(_overdue(), pk=release.pk).exists():
        return False
    item = release.items.select_related("revision").filter(page_id=release.course_id).first()
    if item is None or item.revision is None:
        raise CourseRefusal(
            _("What was approved of the course page is gone. Submit the course again.")
        )
    if item.revision.approved_go_live_at is None:
        raise CourseRefusal(
            _("It has lost its hour. Take it off the schedule and submit it again.")
        )
    item.revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _record_failure(release: CourseRelease, error: Exception) -> None:
    """Tell editors once what went wrong; the same again is only logged."""
    failure = _in_words(error)
    waiting = CourseRelease.objects.filter(pk=release.pk, status=Status.SCHEDULED)
    with transaction.atomic():
        if waiting.exclude(failure=failure).update(failure=failure):
            notifications.failed(release)


def _in_words(error: Exception) -> str:
    if isinstance(error, (CourseRefusal, PublicationError)):
        return str(error)
    # Only its kind: its text may differ every minute, and each would be a new letter.
    return _("An unexpected error (%(kind)s) stopped it. The log of the site says more.") % {
        "kind": type(error).__name__
    }


def _other_revisions() -> models.QuerySet:
    """What is scheduled besides releases. The revision a release waits with is the release's."""
    pinned = CourseReleaseItem.objects.filter(
        release__status=Status.SCHEDULED, revision__isnull=False
    )
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return due.exclude(pk__in=pinned.values("revision")).order_by("approved_go_live_at", "pk")


def _publish_revision(revision: Revision) -> bool:
    _hold(revision.content_object)
    # Read again: the other worker may have published it while this one waited.
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lt=timezone.now()).first()
    if due is None:
        return False
    due.publish(log_action="wagtail.publish.scheduled")
    return True


def _hold(thing: models.Model) -> models.Model | None:
    """`thing` as it is now, kept so until the transaction ends. Pages by their one shared row."""
    model = Page if isinstance(thing, Page) else type(thing)
    return model._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk).first()
