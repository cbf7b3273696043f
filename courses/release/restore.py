"""The verb that makes an earlier release the live one again."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ..models import Category
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from .edition import Edition
from .large_releases import is_large
from .pinned_revisions import lock_course
from .publication import check_may_release, publish_at_once, publish_by_worker

NOTHING_TO_RESTORE = gettext_lazy(
    "The course is what it was in this release already: nothing was changed."
)


@transaction.atomic
def restore(
    release: CourseRelease,
    *,
    by: AbstractBaseUser,
    note: str = "",
    slug: str = "",
    category: Category | None = None,
) -> CourseRelease:
    """Publish what `release` published, as a new release. Newer drafts stay drafts. A large one is
    published by the worker, within a minute: then the new release waits.

    Lessons it did not have are unpublished; drafts that have a slug it needs get another. `slug`
    and `category` take the place of what the course had then, if that is taken or gone. Raises
    `CourseRefusal`, or `PublicationError`.
    """
    course = release.course
    lock_course(course)
    check_may_release(course, by)
    if release.status != CourseRelease.Status.PUBLISHED:
        raise CourseRefusal(_("Only a release that was live can be made live again."))
    if course.archived_at:
        raise CourseRefusal(_("This course is archived. Reopen it first."))
    edition = Edition(release, slug=slug, category=category)
    _check_replacements(edition, slug, category)
    if course.live and not course.open_release and not any(row.is_touched for row in edition.rows):
        raise CourseRefusal(NOTHING_TO_RESTORE)
    data = {"number": release.number}
    log(instance=course, action="skillmate.restore", user=by, data=data)
    rows = edition.pinnable_rows(by=by)
    publish = publish_by_worker if is_large(rows) else publish_at_once
    return publish(course, rows, by=by, restored_from=release, submitted_by=by, note=note)


def _check_replacements(edition: Edition, slug: str, category: Category | None) -> None:
    if not slug and (page := edition.slug_holder):
        raise CourseRefusal(
            _("“%(title)s” has the address of this course now. Choose another for the course.")
            % {"title": page.title}
        )
    if not category and edition.lacks_category:
        raise CourseRefusal(_("The category of this release was deleted. Choose another."))
