"""The one choke point: a course and the lessons of its release go live together."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, CourseReleaseItem
from . import notifications
from .files import changed_files
from .large_releases import set_progress
from .opening import carry_waivers
from .pinned_revisions import lock_course, pin
from .redirects import redirect_on_commit
from .slugs import free_slugs

logger = logging.getLogger("skillmate.release")
Status, Kind = CourseRelease.Status, CourseReleaseItem.Kind
CANNOT_RESTORE = gettext_lazy(
    "What was released stays as it is, so it cannot be fixed. Restore another release; or open "
    "the history of that page, copy the old version into its draft, fix it there, and submit "
    "the course."
)


class PublicationError(Exception):
    """Publishing broke in the middle, and everything was taken back. Says at which page.

    `advice` says what to do: it depends on what was tried, so those who catch this give it.
    """

    def __init__(self, title: str, advice: str = "") -> None:
        message = _(
            "“%(title)s” could not be published, so nothing was: everything is as it was before."
        )
        super().__init__(f"{message % {'title': title}} {advice}".strip())
        self.title = title


def check_may_release(course: CoursePage, by: AbstractBaseUser) -> None:
    if not course.permissions_for_user(by).can_release():
        raise CourseRefusal(_("Your account may not publish courses. Ask an editor to do this."))


def due_release(course: CoursePage, revision: Revision) -> CourseRelease | None:
    """The approved release that publishing `revision` of `course` carries out.

    None when nothing is waiting. Raises `CourseRefusal` when something is that this would overtake.
    """
    release = course.releases.open().select_for_update().first()
    if release is None:
        return None
    if release.is_in_review:
        raise CourseRefusal(_("This course is in review: approve it there, or withdraw it first."))
    item = _course_item(release)
    if item.revision_id != revision.pk or item.revision_created_at != revision.created_at:
        raise CourseRefusal(
            _("This is not what was approved: another release is waiting to go live.")
        )
    if names := changed_files(release):
        raise CourseRefusal(
            _(
                "Files were changed or deleted since it was approved: %(files)s. Take it off the "
                "schedule, look at the course and submit it again."
            )
            % {"files": ", ".join(names[:5])}
        )
    return release


def complete(
    release: CourseRelease, *, by: AbstractBaseUser | None, paths_before: dict[int, str]
) -> None:
    """After the course its lessons go live, or none of it yet if it is scheduled.

    `paths_before` is what `live_paths` said before the course went live.
    """
    course = CoursePage.objects.get(pk=release.course_id)
    if not course.live or course.live_revision_id != _course_item(release).revision_id:
        CourseRelease.objects.filter(pk=release.pk).update(status=Status.SCHEDULED)
        return
    lessons = _lesson_items(release, course)
    for item in (item for item in lessons if item.kind == Kind.REMOVED):
        with _failing_at(item):
            page = Page.objects.get(pk=item.page_id).specific
            UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    free_slugs(release)
    edited_items = [item for item in lessons if item.kind in (Kind.NEW, Kind.CHANGED)]
    for number, item in enumerate(edited_items):
        set_progress(release, number, len(edited_items))
        with _failing_at(item), disable_reference_index_auto_update():
            item.revision.publish(user=by, skip_permission_checks=True)
    _index_references(item.page_id for item in edited_items)
    redirect_on_commit(course, paths_before)
    last_number = course.releases.aggregate(highest=Max("number"))["highest"]
    release.number, release.published_at = (last_number or 0) + 1, timezone.now()
    release.status, release.failure = Status.PUBLISHED, ""
    release.save()
    logger.info("Published: course %s, release %s", course.pk, release.number)
    notifications.notify_published(release, by=by)


def _lesson_items(release: CourseRelease, course: CoursePage) -> list[CourseReleaseItem]:
    """With their revisions, and the pages those are of, which know their parent."""
    items = list(release.items.exclude(page_id=course.pk).select_related("revision"))
    edited_items = (item for item in items if item.kind in (Kind.NEW, Kind.CHANGED))
    revisions = [item.revision for item in edited_items if item.revision]
    prefetch_related_objects(revisions, "content_object")
    for revision in revisions:
        revision.content_object._cached_parent_obj = course
    return items


def _index_references(lesson_ids: Iterable[int]) -> None:
    """What lessons refer to, all at once: Wagtail would fetch each once more."""
    for lesson in LessonPage.objects.filter(pk__in=list(lesson_ids)):
        ReferenceIndex.create_or_update_for_object(lesson)


@contextmanager
def _failing_at(item: CourseReleaseItem) -> Iterator[None]:
    """Whatever goes wrong says at which page."""
    try:
        yield
    except (CourseRefusal, PublicationError):
        raise
    except Exception as error:
        logger.exception("Release %s broke at page %s", item.release_id, item.page_id)
        raise PublicationError(item.title) from error


def _course_item(release: CourseRelease) -> CourseReleaseItem:
    return release.items.get(page_id=release.course_id)


@transaction.atomic
def publish_at_once(
    course: CoursePage, rows: list, *, by: AbstractBaseUser | None, **fields
) -> CourseRelease:
    """A release without a review: what a restore or an import makes live, numbered like any other.

    `rows` say what it consists of; `fields` are set on the release. Raises `CourseRefusal` while
    another release is open.
    """
    release = _release_without_review(course, rows, by, fields)
    item = _course_item(release)
    with _failing_at(item):
        item.revision.publish(user=by, skip_permission_checks=True)
    release.refresh_from_db()
    return release


@transaction.atomic
def publish_by_worker(
    course: CoursePage, rows: list, *, by: AbstractBaseUser | None, **fields
) -> CourseRelease:
    """The same, within a minute: for more lessons than a request has time for."""
    release = _release_without_review(course, rows, by, fields)
    release.status, release.go_live_at = Status.SCHEDULED, timezone.now()
    release.save(update_fields=["status", "go_live_at"])
    revisions = Revision.objects.filter(pk=_course_item(release).revision_id)
    revisions.update(approved_go_live_at=release.go_live_at)
    return release


def _release_without_review(
    course: CoursePage, rows: list, by: AbstractBaseUser | None, fields: dict
) -> CourseRelease:
    lock_course(course)
    if by:
        check_may_release(course, by)
    if course.releases.open().exists():
        raise CourseRefusal(_("A release of this course is open. Decide on it first."))
    release = CourseRelease.objects.create(
        course=course,
        status=Status.APPROVED,
        reviewed_by=by,
        reviewed_at=timezone.now(),
        **fields,
    )
    pin(release, rows)
    carry_waivers(release)
    return release
