"""The verb that makes an earlier release the live one again."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, CourseReleaseItem
from .changes import Row
from .pinned_revisions import lock_course
from .publication import publish_at_once

Kind = CourseReleaseItem.Kind


@transaction.atomic
def restore(release: CourseRelease, *, by: AbstractBaseUser, note: str = "") -> CourseRelease:
    """Publish what `release` published, as a new release. Newer drafts stay drafts.

    Lessons it did not have are unpublished. Raises `CourseRefusal`, or `PublicationError`.
    """
    course = release.course
    lock_course(course)
    if not course.permissions_for_user(by).can_release():
        raise CourseRefusal(_("Your account may not publish courses. Ask an editor to do this."))
    if release.status != CourseRelease.Status.PUBLISHED:
        raise CourseRefusal(_("Only a release that was live can be made live again."))
    if course.archived_at:
        raise CourseRefusal(_("This course is archived. Reopen it first."))
    rows = list(edition_rows(release))
    data = {"number": release.number}
    log(instance=course, action="skillmate.restore", user=by, data=data)
    return publish_at_once(course, rows, by=by, restored_from=release, submitted_by=by, note=note)


def edition_rows(release: CourseRelease) -> Iterator[Row]:
    """What has to happen now so that the edition of `release` is live."""
    items = release.items.exclude(kind=Kind.REMOVED).select_related("revision")
    items_by_page = {item.page_id: item for item in items.defer("revision__content")}
    course = CoursePage.objects.get(pk=release.course_id)
    yield _row(course, items_by_page.pop(course.pk))
    lessons = LessonPage.objects.below(course).defer_streamfields()
    for page in lessons:
        item = items_by_page.get(page.pk)
        if item:
            yield _row(page, item)
        elif page.live:
            yield Row(page=page, kind=Kind.REMOVED, title=page.title)


def _row(page: CoursePage | LessonPage, item: CourseReleaseItem) -> Row:
    is_live = page.live and (item.revision_id is None or item.revision_id == page.live_revision_id)
    kind = Kind.UNCHANGED if is_live else Kind.CHANGED if page.live else Kind.NEW
    return Row(
        page=page,
        kind=kind,
        title=item.title,
        renamed_from=page.title if page.live and page.title != item.title else "",
        position=item.position,
        revision_id=item.revision_id,
        revision_at=item.revision and item.revision.created_at,
    )
