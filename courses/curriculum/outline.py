"""The curriculum of a course: read as an outline, projected for SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import Page, Revision

from web.prepared_query import PreparedQuery

from .models import CurriculumEntry

# What an outline tells of a lesson: not its texts, which are most of it.
TOLD = (
    *("title", "slug", "path", "depth", "url_path", "live", "minutes", "free_preview"),
    *("draft_title", "has_unpublished_changes", "latest_revision", "content_type"),
)


@dataclass
class Section:
    """Lessons that belong together. `title` is empty for lessons above the first section."""

    title: str
    summary: str = ""
    lessons: list[Page] = field(default_factory=list)

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes or 0 for lesson in self.lessons)


@dataclass
class Outline:
    """A curriculum in reading order."""

    sections: list[Section]

    @property
    def lessons(self) -> list[Page]:
        return [lesson for section in self.sections for lesson in section.lessons]

    @property
    def lesson_count(self) -> int:
        return len(self.lessons)

    @property
    def minutes(self) -> int:
        return sum(section.minutes for section in self.sections)

    def replace_lesson(self, lesson: Page) -> None:
        """Let `lesson` stand for its older self, as the one that is being typed does."""
        for section in self.sections:
            section.lessons = [
                lesson if other.pk == lesson.pk else other for other in section.lessons
            ]

    def around(self, lesson: Page) -> tuple[Page | None, Page | None]:
        """The lessons before and after `lesson`; None past either end or if it is not placed."""
        lessons = self.lessons
        ids = [other.pk for other in lessons]
        if lesson.pk not in ids:
            return None, None
        index = ids.index(lesson.pk)
        previous_lesson = lessons[index - 1] if index else None
        next_lesson = lessons[index + 1] if index + 1 < len(ids) else None
        return previous_lesson, next_lesson


def outline(course: Page, *, drafts: bool = False) -> Outline:
    """The curriculum of `course` as it stands in memory. One query.

    With `drafts` lessons that are not live show, too, and all as their newest drafts call them, in
    one query more. Deleted lessons, lessons of other courses and second mentions of a lesson are
    passed over.
    """
    sections, section = [], Section("")
    for name, value in _entries(course):
        if name == "section":
            section = Section(value.get("title") or "", value.get("summary") or "")
            sections.append(section)
        elif drafts or value.live:
            if not sections:
                sections.append(section)
            section.lessons.append(value)
    result = Outline([section for section in sections if section.lessons])
    if drafts:
        _show_drafts(result.lessons)
    return result


@transaction.atomic
def project(course: Page) -> None:
    """Write `course.curriculum` down as `CurriculumEntry` rows, if they say anything else."""
    placements = list(_placements(course))
    rows = course.entries.order_by("position")
    if list(rows.values_list("lesson_id", "section", "position")) == placements:
        return
    rows.delete()
    CurriculumEntry.objects.bulk_create(
        CurriculumEntry(course=course, lesson_id=pk, section=section, position=position)
        for pk, section, position in placements
    )


def project_after_move(parent_page_before: Page, parent_page_after: Page) -> None:
    """A lesson moved away leaves the curriculum of its course, which nobody saves on that day."""
    parents = {parent_page_before.pk, parent_page_after.pk}
    if len(parents) > 1:
        for course in Page.objects.filter(pk__in=parents).specific():
            project(course)


def _placements(course: Page) -> Iterator[tuple[int, str, int]]:
    section, position = "", 0
    for name, value in _entries(course):
        if name == "section":
            section = value.get("title") or ""
        else:
            position += 1
            yield value.pk, section, position


def _entries(course: Page) -> Iterator[tuple[str, object]]:
    lessons = {lesson.pk: lesson for lesson in _lessons_below(course)}
    # Blocks would fetch each lesson whole.
    for block in course.curriculum.get_prep_value():
        if block["type"] == "section":
            yield "section", block["value"]
        elif lesson := lessons.pop(block["value"], None):
            yield "lesson", lesson


def _lessons_below(course: Page) -> list[Page]:
    """None below one that is not saved yet."""
    if not course.path:
        return []
    interval = course._get_children_path_interval(course.path)
    return _lessons().objects(course.depth + 1, *interval)


@cache
def _lessons() -> PreparedQuery[Page]:
    """All below a course. By path and depth: `child_of()` reads every page on SQLite."""
    model = CurriculumEntry._meta.get_field("lesson").related_model

    def below(depth: int, first_path: str, last_path: str) -> QuerySet[Page]:
        return model.objects.filter(depth=depth, path__range=(first_path, last_path)).only(*TOLD)

    return PreparedQuery(below)


def _show_drafts(lessons: list[Page]) -> None:
    """Give lessons what an outline tells of them in their newest drafts. Reads no bodies."""
    lessons_by_revision = {
        lesson.latest_revision_id: lesson for lesson in lessons if lesson.has_unpublished_changes
    }
    drafts = Revision.objects.filter(pk__in=lessons_by_revision)
    # As text: SQLite would make a number of a slug of digits.
    slug_text = KeyTextTransform("slug", "content")
    rows = drafts.values_list("pk", slug_text, "content__minutes", "content__free_preview")
    for pk, slug, minutes, free_preview in rows if lessons_by_revision else ():
        lesson = lessons_by_revision[pk]
        lesson.title, lesson.slug = lesson.draft_title, slug
        lesson.minutes, lesson.free_preview = minutes, free_preview
