"""Revisions held by a release: recorded, and never written over."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page, Revision

from ..models.release import CourseRelease, CourseReleaseItem
from .files import shown_by, written_down

if TYPE_CHECKING:
    from ..models import CoursePage
    from .changes import Changes, Row


def lock(course: CoursePage) -> None:
    """Keep `course` and its lessons as they are until the transaction ends.

    Saving a draft writes its page's row, so it waits here or is waited for. (SQLite has one writer
    at a time and needs none of it.)
    """
    rows = Page.objects.filter(path__startswith=course.path).order_by("path")
    list(rows.select_for_update().values_list("pk", flat=True))


def is_pinned(revision: Revision) -> bool:
    return CourseReleaseItem.objects.filter(revision=revision).exists()


def pin(release: CourseRelease, rows: Iterable[Row]) -> None:
    """Write down what `release` consists of, in place of what was written before."""
    rows = list(rows)
    shown = shown_by(row.revision_id for row in rows)
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
            files=written_down(shown.get(row.page.pk, ())),
        )
        for row in rows
    )


def with_revisions(changes: Changes) -> Changes:
    """`changes` after every page that has something to publish got a revision to publish."""
    missing = [row for row in changes.rows if row.is_edited and not row.revision_id]
    if changes.course_row.revision_id is None:
        missing.append(changes.course_row)
    if not missing:
        return changes
    for page in {row.page.pk: row.page for row in missing}.values():
        # A stream field left out of the query would be fetched one by one.
        type(page).objects.get(pk=page.pk).save_revision(clean=False, changed=False)
    return changes.again()


class KeepsPinnedRevisions:
    """For pages: autosave writes over its own last revision, unless a release holds it."""

    @transaction.atomic
    def save_revision(self, *args, overwrite_revision: Revision | None = None, **options):
        if overwrite_revision:
            # Whoever approves now either waits for this save or is waited for by it.
            Page.objects.select_for_update().filter(pk=self.pk).first()
            if is_pinned(overwrite_revision):
                overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **options)
