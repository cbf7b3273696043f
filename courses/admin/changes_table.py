"""The rows of a release as a table: in curriculum order, below their sections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from ..curriculum.diff import Fold, Line, OutlineDiff, fold, place_in_words
from ..models.release import CourseRelease, CourseReleaseItem
from ..release.changes import Changes, Row
from .review_snapshot import Seen

Kind = CourseReleaseItem.Kind


@dataclass(frozen=True)
class ShownRow:
    """`was_at` is the old place of a moved lesson, in words. `is_news`: other than when shown."""

    row: Row
    was_at: str = ""
    differs_from_submission: bool = False
    is_news: bool = False
    note: str = ""

    @property
    def is_plain(self) -> bool:
        return not (self.row.is_touched or self.is_news or self.note)

    @property
    def has_live_version(self) -> bool:
        """Whether there is something live that its draft differs from."""
        return self.row.is_edited and self.row.page.live and self.row.page.has_unpublished_changes


@dataclass
class Group:
    """Rows below one heading. `section` says what became of a section; None for other groups."""

    title: str
    section: Line | None = None
    rows: list[ShownRow] = field(default_factory=list)

    @property
    def entries(self) -> list[ShownRow | Fold]:
        return fold(self.rows, lambda shown: shown.is_plain)


class ChangesTable:
    """`previous` is the submission to compare with; `notes` are typed texts by primary key."""

    def __init__(
        self,
        changes: Changes,
        *,
        previous: CourseRelease | None = None,
        seen: Seen | None = None,
        notes: Mapping[int, str] | None = None,
    ) -> None:
        self.changes, self.previous = changes, previous
        self._seen, self._notes = seen or Seen(""), notes or {}
        self.outline = outline_diff(changes)

    @cached_property
    def groups(self) -> list[Group]:
        """The course itself, its sections, then what goes. No group is empty."""
        changes = self.changes
        course = Group(_("The course itself"), rows=[self._shown(changes.course_row)])
        gone = Group(
            _("Removed from the course"),
            rows=[self._shown(row) for row in changes.lesson_rows if row.kind == Kind.REMOVED],
        )
        course.rows = [shown for shown in course.rows if not shown.is_plain]
        return [group for group in (course, *self._sections(), gone) if group.rows]

    @property
    def news(self) -> list[ShownRow]:
        """What is other than when it was shown."""
        return [shown for group in self.groups for shown in group.rows if shown.is_news]

    @property
    def removed_sections(self) -> list[Line]:
        return [each for each in self.outline.lines if each.is_section and "removed" in each.marks]

    @property
    def leftover_notes(self) -> dict[int, str]:
        """Notes on pages that are no longer shown."""
        shown = {row.page.pk for row in self.changes.rows}
        return {pk: text for pk, text in self._notes.items() if pk not in shown and text.strip()}

    @property
    def gone(self) -> int:
        return self._seen.gone(self.changes)

    def _sections(self) -> list[Group]:
        after = self.changes.after
        groups = {key: Group(line.title, line) for key, line in self._section_lines()}
        groups = {"": Group(_("Above the first section")), **groups}
        places = {place.lesson: place.section for place in reversed(after.places)}
        for row in self.changes.lesson_rows:
            if row.kind != Kind.REMOVED:
                groups[places[row.page.pk]].rows.append(self._shown(row))
        return list(groups.values())

    def _section_lines(self) -> list[tuple[str, Line]]:
        lines = (each for each in self.outline.lines if each.is_section)
        kept = (each for each in lines if "removed" not in each.marks)
        return list(zip(self.changes.after.sections, kept, strict=True))

    def _shown(self, row: Row) -> ShownRow:
        return ShownRow(
            row,
            was_at=self._was_at(row) if row.moved else "",
            differs_from_submission=self._differs(row),
            is_news=self._seen.is_news(row),
            note=self._notes.get(row.page.pk, ""),
        )

    def _was_at(self, row: Row) -> str:
        before = self.changes.before
        place = next(each for each in before.places if each.lesson == row.page.pk)
        return place_in_words(place, before)

    def _differs(self, row: Row) -> bool:
        if not row.is_edited or row.page.pk not in self._submitted:
            return False
        return self._submitted[row.page.pk] != (row.revision_id, row.revision_at)

    @cached_property
    def _submitted(self) -> dict[int, tuple]:
        """Which revisions the previous submission had of the pages it would have changed."""
        if self.previous is None:
            return {}
        items = self.previous.items.exclude(revision=None).exclude(kind=Kind.UNCHANGED)
        values = items.values_list("page_id", "revision_id", "revision_created_at")
        return {pk: tuple(revision) for pk, *revision in values}


def previous_submission(course, current: CourseRelease | None = None) -> CourseRelease | None:
    """The submission before `current` that never went live; None when the last one did.

    One that did is what learners have: compare with that.
    """
    earlier = course.releases.exclude(pk=current and current.pk)
    last = earlier.first()
    return last if last and last.status != CourseRelease.Status.PUBLISHED else None


def outline_diff(changes: Changes) -> OutlineDiff:
    """What a release would do to the curriculum learners have now."""
    titles = {row.page.pk: (row.page.title, row.title) for row in changes.lesson_rows}
    return OutlineDiff(changes.before, changes.after, titles)
