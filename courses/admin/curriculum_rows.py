"""What the editor's curriculum says of each lesson, in one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models.fields.json import KeyTransform

from ..models import CoursePage, LessonPage
from ..release.changes import Changes, Row

DRAFT = "latest_revision__content"


@dataclass(frozen=True)
class CurriculumRow:
    """A lesson as it is drafted. `minutes` is None where nobody said; `row` what a release would
    do with it, None for one that is not placed."""

    lesson: int
    title: str
    minutes: int | None
    opens_as_preview: bool
    row: Row | None


def curriculum_rows(course: CoursePage) -> Iterator[CurriculumRow]:
    """Of every lesson below `course`, in a number of queries that does not grow."""
    placed_rows = {row.page.pk: row for row in Changes(course).lesson_rows}
    drafts = LessonPage.objects.below(course).annotate(
        draft_minutes=KeyTransform("minutes", DRAFT),
        draft_preview=KeyTransform("free_preview", DRAFT),
    )
    fields = ("pk", "draft_title", "minutes", "free_preview", "draft_minutes", "draft_preview")
    for pk, title, minutes, preview, draft_minutes, draft_preview in drafts.values_list(*fields):
        has_draft = draft_preview is not None
        yield CurriculumRow(
            lesson=pk,
            title=title,
            minutes=draft_minutes if has_draft else minutes,
            opens_as_preview=draft_preview if has_draft else preview,
            row=placed_rows.get(pk),
        )
