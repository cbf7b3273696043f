"""What a release consists of: its pages held while it is decided on, and their revisions pinned."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from ..models import CoursePage
from ..models.release import CourseRelease, CourseReleaseItem
from .changes import Changes, Row
from .credited import pin_credits
from .files import files_by_page, files_text
from .pictures import request_pictures


def lock_course(course: CoursePage) -> None:
    """Keep `course` and its lessons as they are until the transaction ends.

    Saving a draft writes its page's row, so it waits here or is waited for. (SQLite has one writer
    at a time and needs none of it.)
    """
    rows = Page.objects.filter(path__startswith=course.path).order_by("path")
    list(rows.select_for_update().values_list("pk", flat=True))


def pin(release: CourseRelease, rows: Iterable[Row]) -> None:
    """Write down what `release` consists of, in place of what was written before."""
    rows = list(rows)
    files = files_by_page(row.revision_id for row in rows)
    release.items.all().delete()
    CourseReleaseItem.objects.bulk_create(
        CourseReleaseItem(
            release=release,
            page_id=row.page.pk,
            revision_id=row.revision_id,
            revision_created_at=row.revision_at,
            title=row.title,
            kind=row.kind,
            moved=row.moved,
            renamed_from=row.renamed_from,
            position=row.position,
            files=files_text(files.get(row.page.pk, ())),
        )
        for row in rows
    )
    course_revisions = (row.revision_id for row in rows if row.page.pk == release.course_id)
    pin_credits(release, next(course_revisions, None))
    request_pictures(release.course, files)


def with_revisions(changes: Changes) -> Changes:
    """`changes` after every page that has something to publish got a revision to publish."""
    unpinned_rows = [row for row in changes.rows if row.is_edited and not row.revision_id]
    if changes.course_row.revision_id is None:
        unpinned_rows.append(changes.course_row)
    if not unpinned_rows:
        return changes
    for page in {row.page.pk: row.page for row in unpinned_rows}.values():
        # A stream field left out of the query would be fetched one by one.
        type(page).objects.get(pk=page.pk).save_revision(clean=False, changed=False)
    return changes.refreshed()
