"""The pages a release would publish, read all at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from wagtail.blocks import StreamValue

from ...blocks.reading import walk
from ...models import CoursePage, LessonPage
from ..changes import Changes, Row
from .blocks import lesson_body
from .finding import Finding
from .prose import Prose, prose_of

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass
class Draft:
    """`page` as the release would publish it; `body` is empty for the course."""

    row: Row
    page: CoursePage | LessonPage
    body: Sequence[StreamValue.StreamChild] = ()
    # Every block of the body, in reading order, containers before what they hold.
    blocks: list[StreamValue.StreamChild] = field(default_factory=list)

    @cached_property
    def texts(self) -> list[tuple[StreamValue.StreamChild, list[Prose]]]:
        """Each of `blocks` with the rich texts of its own."""
        return [(child, list(prose_of(child))) for child in self.blocks]

    def error(self, code: str, message: str, place: str = "") -> Finding:
        return Finding(code, self.page.pk, self.row.title, message, place)

    def lack(
        self, code: str, message: str, place: str = "", *, video_id: int | None = None
    ) -> Finding:
        """What the publication gate misses: an editor may waive it."""
        page, title = self.page.pk, self.row.title
        return Finding(code, page, title, message, place, waivable=True, video_id=video_id)


def read_drafts(changes: Changes) -> list[Draft]:
    """The course, then its new and changed lessons. Queries do not grow with their number."""
    rows = [row for row in changes.lesson_rows if row.is_edited]
    pages = _lessons(changes, rows)
    bodies = lesson_body().bulk_to_python([list(pages[row.page.pk].body.raw_data) for row in rows])
    lessons = (
        Draft(row, pages[row.page.pk], body, list(walk(body)))
        for row, body in zip(rows, bodies, strict=True)
    )
    return [Draft(changes.course_row, changes.draft), *lessons]


def _lessons(changes: Changes, rows: list[Row]) -> dict[int, LessonPage]:
    pages = LessonPage.objects.in_bulk([row.page.pk for row in rows if not row.revision_id])
    for row in rows:
        if row.revision_id:
            content = changes.edited_revisions[row.revision_id].content
            # Not `as_object()`: it asks for the parent, the comments and each foreign key anew.
            page = LessonPage.from_serializable_data(content, check_fks=False)
            page.pk = row.page.pk
            pages[page.pk] = page
    return pages
