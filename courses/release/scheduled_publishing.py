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
from .publication import CANNOT_RESTORE, PublicationError

logger = logging.getLogger("skillmate.due")
Status = CourseRelease.Status


def publish_due() -> Counter[str]:
    """Expire and publish everything whose hour has come. Safe to run at any time, and twice.

    Returns how many "expired", were "published" and "failed".
    """
    counts = Counter()
    for instance in list(_expired_instances()):
        _attempt(counts, "expired", _expire, instance)
    for release in CourseRelease.objects.filter(_overdue()).order_by("go_live_at", "pk"):
        _attempt(counts, "published", _publish_release, release, on_failure=_record_failure)
    for revision in _other_revisions():
        _attempt(counts, "published", _publish_revision, revision)
    return counts


def _attempt(
    counts: Counter[str],
    outcome: str,
    action: Callable[[models.Model], bool],
    instance: models.Model,
    on_failure: Callable[[models.Model, Exception], None] | None = None,
) -> None:
    """Do it in a transaction of its own, and count what became of it."""
    try:
        with transaction.atomic():
            is_done = action(instance)
    except Exception as error:
        counts["failed"] += 1
        logger.exception("Due, and failed: %s %s", instance._meta.label, instance.pk)
        if on_failure:
            on_failure(instance, error)
    else:
        counts[outcome] += is_done


def _overdue() -> models.Q:
    return models.Q(status=Status.SCHEDULED, go_live_at__lte=timezone.now())


def _expired_instances() -> Iterator[models.Model]:
    """Live objects past their hour, of every model that can expire."""
    other_models = (
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    )
    for model in (Page, *other_models):
        queryset = model._default_manager.filter(live=True, expire_at__lt=timezone.now())
        yield from queryset.order_by("expire_at", "pk")


def _expire(instance: models.Model) -> bool:
    current = _locked_instance(instance)
    if (
        current is None
        or not current.live
        or current.expire_at is None
        or current.expire_at > timezone.now()
    ):
        return False  # somebody was faster
    # As what it is: a bare `Page` would not know what a course does besides.
    current = current.specific if isinstance(current, Page) else current
    current.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


def _publish_release(release: CourseRelease) -> bool:
    lock_course(release.course)
    if not CourseRelease.objects.filter(_overdue(), pk=release.pk).exists():
        return False
    item = release.items.select_related("revision").filter(page_id=release.course_id).first()
    if item is None or item.revision is None:
        raise CourseRefusal(
            _(
                "The approved version of the course page was deleted. An editor has to take it "
                "off the schedule; then the course can be submitted again."
            )
        )
    if item.revision.approved_go_live_at is None:
        raise CourseRefusal(
            _(
                "It no longer has a publication time. An editor has to take it off the schedule; "
                "then it can be submitted again."
            )
        )
    item.revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _record_failure(release: CourseRelease, error: Exception) -> None:
    """Tell editors and the team once what went wrong; the same again is only logged."""
    failure = _failure_message(release, error)
    releases = CourseRelease.objects.filter(pk=release.pk, status=Status.SCHEDULED)
    with transaction.atomic():
        if releases.exclude(failure=failure).update(failure=failure):
            notifications.notify_failed(release)


def _failure_message(release: CourseRelease, error: Exception) -> str:
    if isinstance(error, PublicationError):
        # What was approved stays as it is, so mending the draft alone changes nothing.
        advice = _(
            "An editor has to take it off the schedule; then fix the page, and submit the course "
            "again."
        )
        if release.restored_from_id:
            advice = _("An editor has to take it off the schedule.") + f" {CANNOT_RESTORE}"
        return str(PublicationError(error.title, advice))
    if isinstance(error, CourseRefusal):
        return str(error)
    # Only its kind: its text may differ every minute, and each would be a new letter.
    return _(
        "An unexpected error (%(kind)s) stopped it. If it goes on, administrators find "
        "more in its log, and an editor can take it off the schedule."
    ) % {"kind": type(error).__name__}


def _other_revisions() -> models.QuerySet:
    """What is scheduled besides releases. The revision a release waits with is the release's."""
    items = CourseReleaseItem.objects.filter(
        release__status=Status.SCHEDULED, revision__isnull=False
    )
    revisions = Revision.objects.filter(approved_go_live_at__lt=timezone.now())
    return revisions.exclude(pk__in=items.values("revision")).order_by("approved_go_live_at", "pk")


def _publish_revision(revision: Revision) -> bool:
    _locked_instance(revision.content_object)
    # Read again: the other worker may have published it while this one waited.
    due_revision = Revision.objects.filter(
        pk=revision.pk, approved_go_live_at__lt=timezone.now()
    ).first()
    if due_revision is None:
        return False
    due_revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _locked_instance(instance: models.Model) -> models.Model | None:
    """`instance` as it is now, held until the transaction ends. Pages by their one shared row."""
    model = Page if isinstance(instance, Page) else type(instance)
    return model._default_manager.select_for_update(of=("self",)).filter(pk=instance.pk).first()
