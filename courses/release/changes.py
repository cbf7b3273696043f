"""What a release of a course would do: its newest drafts beside what is live."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from wagtail.models import Revision

from ..curriculum.structure import (
    SectionChange,
    Structure,
    moved_lessons,
    section_changes,
    structure,
)
from ..models import CoursePage, LessonPage
from ..models.release import CourseReleaseItem
from .credited import profile_states
from .files import file_states

Kind = CourseReleaseItem.Kind
# Whether a page's own revision is new, so that there is something to read.
EDITED = (Kind.NEW, Kind.CHANGED)


@dataclass(frozen=True)
class Row:
    """One page of the course in a release.

    `page` is the live row without its stream fields. `revision_id` is what would be live
    afterwards: None for a removed page, and for one that never had a revision. `position` and
    `section` are None and "" for the course itself and for removed lessons.
    """

    page: LessonPage | CoursePage
    kind: Kind
    title: str
    renamed_from: str = ""
    moved: bool = False
    position: int | None = None
    section: str = ""
    revision_id: int | None = None
    revision_at: datetime | None = None

    @property
    def is_edited(self) -> bool:
        return self.kind in EDITED

    @property
    def is_touched(self) -> bool:
        return self.kind != Kind.UNCHANGED or self.moved

    @property
    def signature(self) -> str:
        revision_at = self.revision_at.isoformat() if self.revision_at else ""
        return f"{self.page.pk} {self.kind} {self.revision_id} {revision_at}"


class Changes:
    """Everything a release of `course` would change, in a number of queries that does not grow.

    With `draft_ids`, the drafts of other pages stay out: those pages remain as they are live.
    """

    def __init__(self, course: CoursePage, *, draft_ids: Collection[int] | None = None) -> None:
        self.course = type(course).objects.select_related("latest_revision").get(pk=course.pk)
        self._draft_ids = draft_ids

    def refreshed(self) -> Changes:
        """The same question, asked anew."""
        return Changes(self.course, draft_ids=self._draft_ids)

    def includes_draft(self, page: LessonPage | CoursePage) -> bool:
        """Whether the newest draft of `page` is part of it."""
        return not page.live or self._draft_ids is None or page.pk in self._draft_ids

    @cached_property
    def draft(self) -> CoursePage:
        """The course as it would be."""
        course = self.course
        revision = course.latest_revision if self.includes_draft(course) else course.live_revision
        return course.with_content_json(revision.content) if revision else course

    @cached_property
    def before(self) -> Structure:
        """The live curriculum; an empty one for a course that is not live."""
        return structure(self.course.curriculum) if self.course.live else Structure()

    @cached_property
    def after(self) -> Structure:
        return structure(self.draft.curriculum)

    @cached_property
    def pages(self) -> dict[int, LessonPage]:
        """All lessons below the course, placed or not, by primary key."""
        lessons = LessonPage.objects.below(self.course).defer_streamfields()
        queryset = lessons.select_related("latest_revision", "live_revision")
        return {
            page.pk: page
            for page in queryset.defer("latest_revision__content", "live_revision__content")
        }

    @cached_property
    def course_kind(self) -> Kind:
        course = self.course
        if not course.live:
            return Kind.NEW
        is_changed = course.has_unpublished_changes and self.includes_draft(course)
        return Kind.CHANGED if is_changed else Kind.UNCHANGED

    @cached_property
    def lesson_kinds(self) -> dict[int, Kind]:
        """What becomes of each lesson: in the order of the new curriculum, then those that go."""
        placed_ids = [pk for pk in self.after.lessons if pk in self.pages]
        old_ids = set(self.before.lessons)
        kinds = {pk: self._kind(self.pages[pk], is_placed=pk in old_ids) for pk in placed_ids}
        removed_ids = (pk for pk, page in self.pages.items() if page.live and pk not in kinds)
        return {**kinds, **dict.fromkeys(removed_ids, Kind.REMOVED)}

    @cached_property
    def course_row(self) -> Row:
        return self._row(self.course, self.course_kind, title=self.draft.title)

    @cached_property
    def lesson_rows(self) -> list[Row]:
        """As `lesson_kinds`."""
        sections = self.after.section_titles
        return [
            self._lesson_row(self.pages[pk], kind, position, sections)
            for position, (pk, kind) in enumerate(self.lesson_kinds.items(), start=1)
        ]

    @property
    def rows(self) -> list[Row]:
        return [self.course_row, *self.lesson_rows]

    @property
    def touched_rows(self) -> list[Row]:
        return [row for row in self.rows if row.is_touched]

    @property
    def count(self) -> int:
        """How many changes wait: pages new, changed, removed or moved."""
        return len(self.touched_rows)

    @cached_property
    def edited_revisions(self) -> dict[int, Revision]:
        """What there is to read, by primary key: read once for all who ask about it."""
        keys = [row.revision_id for row in self.rows if row.is_edited and row.revision_id]
        return Revision.objects.select_related("content_type").in_bulk(keys)

    @cached_property
    def sections(self) -> list[SectionChange]:
        return section_changes(self.before, self.after) if self.course.live else []

    @property
    def unplaced_lessons(self) -> list[LessonPage]:
        """Drafts the curriculum does not name: they stay drafts."""
        placed_ids = set(self.after.lessons)
        return [page for page in self.pages.values() if not page.live and page.pk not in placed_ids]

    @property
    def fingerprint(self) -> str:
        """Stands for exactly what was seen: every page, and what is told of those it credits."""
        parts = [*self.page_fingerprints.values(), *self._profile_states]
        return sha256("\n".join(parts).encode()).hexdigest()

    @cached_property
    def page_fingerprints(self) -> dict[int, str]:
        """By page, what stands for all that was seen of it. A revision's id alone would not:
        autosave reuses it, and the files it shows can be others by now."""
        files = file_states(self.edited_revisions.values())
        return {row.page.pk: _fingerprint(row, files.get(row.revision_id, [])) for row in self.rows}

    @cached_property
    def _profile_states(self) -> list[str]:
        return profile_states(self.edited_revisions.values())

    @cached_property
    def moved_ids(self) -> set[int]:
        """Lessons that stand elsewhere in the new curriculum."""
        return moved_lessons(self.before, self.after)

    def _kind(self, page: LessonPage, *, is_placed: bool) -> Kind:
        """Of a lesson in the new curriculum; whether it `is_placed` in the live one."""
        if not page.live or (self.course.live and not is_placed):
            return Kind.NEW
        is_changed = page.has_unpublished_changes and self.includes_draft(page)
        return Kind.CHANGED if is_changed else Kind.UNCHANGED

    def _lesson_row(
        self, page: LessonPage, kind: Kind, position: int, sections: dict[int, str]
    ) -> Row:
        if kind == Kind.REMOVED:
            return self._row(page, kind, title=page.title)
        return self._row(
            page,
            kind,
            title=page.title if kind == Kind.UNCHANGED else page.get_admin_display_title(),
            moved=page.pk in self.moved_ids,
            position=position,
            section=sections[page.pk],
        )

    def _row(self, page: LessonPage | CoursePage, kind: Kind, *, title: str, **values) -> Row:
        revision = None
        if kind != Kind.REMOVED:
            # A lesson placed again is new to learners, whether or not it has a newer draft.
            revision = page.latest_revision if self.includes_draft(page) else page.live_revision
        # Approval publishes the newest draft of the course, changed or not: it may bear the hour.
        if kind == Kind.UNCHANGED and not (page == self.course and self.includes_draft(page)):
            revision = page.live_revision
        return Row(
            page=page,
            kind=kind,
            title=title,
            renamed_from=page.title if page.live and page.title != title else "",
            revision_id=revision and revision.pk,
            revision_at=revision and revision.created_at,
            **values,
        )


def _fingerprint(row: Row, files: list[str]) -> str:
    text = f"{row.signature} {row.moved} {row.section} {row.title}"
    return sha256("\n".join([text, *files]).encode()).hexdigest()
