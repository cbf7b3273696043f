"""The rows of a release as a table: in curriculum order, below their sections."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from ..comparison.folds import Fold, fold
from ..curriculum.diff import Line, OutlineDiff, place_label
from ..models.release import CourseRelease, CourseReleaseItem
from ..release.changes import Changes, Row
from .review_snapshot import ReviewSnapshot

Kind = CourseReleaseItem.Kind


@dataclass(frozen=True)
class TableRow:
    """`old_place` is that of a moved lesson, in words. `is_changed`: other than when shown.
    `changed_by`: names of those who changed it since it was submitted. `is_ticked`: its reviewer
    has looked at what `fingerprint` stands for."""

    row: Row
    old_place: str = ""
    differs_from_submission: bool = False
    is_changed: bool = False
    note: str = ""
    changed_by: Sequence[str] = ()
    fingerprint: str = ""
    is_ticked: bool = False

    @property
    def is_plain(self) -> bool:
        return not (self.row.is_touched or self.is_changed or self.note or self.changed_by)

    @property
    def has_live_version(self) -> bool:
        """Whether there is something live that its draft differs from."""
        return self.row.is_edited and self.row.page.live and self.row.page.has_unpublished_changes


@dataclass
class Group:
    """Rows below one heading. `section` says what became of a section; None for other groups."""

    title: str
    section: Line | None = None
    rows: list[TableRow] = field(default_factory=list)

    @property
    def entries(self) -> list[TableRow | Fold]:
        return fold(self.rows, lambda row: row.is_plain)


class ChangesTable:
    """`previous` is the submission to compare with; `notes` are typed texts, and `changed_by`
    names, by the primary key of their page. `ticked_ids` are pages its reviewer has looked at."""

    def __init__(
        self,
        changes: Changes,
        *,
        previous: CourseRelease | None = None,
        snapshot: ReviewSnapshot | None = None,
        notes: Mapping[int, str] | None = None,
        changed_by: Mapping[int, Sequence[str]] | None = None,
        ticked_ids: Collection[int] = (),
    ) -> None:
        self.changes, self.previous = changes, previous
        self._snapshot, self._notes = snapshot or ReviewSnapshot(""), notes or {}
        self._changed_by, self._ticked_ids = changed_by or {}, ticked_ids
        self.outline = outline_diff(changes)

    @cached_property
    def groups(self) -> list[Group]:
        """The course itself, its sections, then what goes. No group is empty."""
        changes = self.changes
        course = Group(_("The course itself"), rows=[self._table_row(changes.course_row)])
        removed = Group(
            _("Removed from the course"),
            rows=[self._table_row(row) for row in changes.lesson_rows if row.kind == Kind.REMOVED],
        )
        course.rows = [table_row for table_row in course.rows if not table_row.is_plain]
        return [group for group in (course, *self._sections(), removed) if group.rows]

    @property
    def changed_rows(self) -> list[TableRow]:
        """What is other than when it was shown."""
        return [table_row for table_row in self._table_rows if table_row.is_changed]

    @property
    def to_look_at(self) -> list[TableRow]:
        """All but the lessons that stay as they are."""
        return [table_row for table_row in self._table_rows if not table_row.is_plain]

    @property
    def ticked_count(self) -> int:
        return sum(table_row.is_ticked for table_row in self.to_look_at)

    @property
    def _table_rows(self) -> list[TableRow]:
        return [table_row for group in self.groups for table_row in group.rows]

    @property
    def removed_sections(self) -> list[Line]:
        return [line for line in self.outline.lines if line.is_section and "removed" in line.marks]

    @property
    def leftover_notes(self) -> dict[int, str]:
        """Notes on pages that are no longer shown."""
        page_ids = {row.page.pk for row in self.changes.rows}
        return {pk: text for pk, text in self._notes.items() if pk not in page_ids and text.strip()}

    @property
    def removed_count(self) -> int:
        return self._snapshot.removed_count(self.changes)

    def _sections(self) -> list[Group]:
        after = self.changes.after
        groups = {key: Group(line.title, line) for key, line in self._section_lines()}
        groups = {"": Group(_("Above the first section")), **groups}
        places = {place.lesson: place.section for place in reversed(after.places)}
        for row in self.changes.lesson_rows:
            if row.kind != Kind.REMOVED:
                groups[places[row.page.pk]].rows.append(self._table_row(row))
        return list(groups.values())

    def _section_lines(self) -> list[tuple[str, Line]]:
        section_lines = (line for line in self.outline.lines if line.is_section)
        current_lines = (line for line in section_lines if "removed" not in line.marks)
        return list(zip(self.changes.after.sections, current_lines, strict=True))

    def _table_row(self, row: Row) -> TableRow:
        return TableRow(
            row,
            old_place=self._old_place(row) if row.moved else "",
            differs_from_submission=self._is_resubmission_change(row),
            is_changed=row.page.pk in self._changed_ids,
            note=self._notes.get(row.page.pk, ""),
            changed_by=self._changed_by.get(row.page.pk, ()),
            fingerprint=self.changes.page_fingerprints[row.page.pk],
            is_ticked=row.page.pk in self._ticked_ids,
        )

    def _old_place(self, row: Row) -> str:
        before = self.changes.before
        place = next(place for place in before.places if place.lesson == row.page.pk)
        return place_label(place, before)

    def _is_resubmission_change(self, row: Row) -> bool:
        if not row.is_edited or row.page.pk not in self._submitted_revisions:
            return False
        return self._submitted_revisions[row.page.pk] != (row.revision_id, row.revision_at)

    @cached_property
    def _changed_ids(self) -> set[int]:
        return self._snapshot.changed_ids(self.changes)

    @cached_property
    def _submitted_revisions(self) -> dict[int, tuple]:
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
    releases = course.releases.exclude(pk=current and current.pk)
    release = releases.first()
    return release if release and release.status != CourseRelease.Status.PUBLISHED else None


def outline_diff(changes: Changes) -> OutlineDiff:
    """What a release would do to the curriculum learners have now."""
    titles = {row.page.pk: (row.page.title, row.title) for row in changes.lesson_rows}
    return OutlineDiff(changes.before, changes.after, titles)
