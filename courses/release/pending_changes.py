"""What waits in many courses at once: for listings, where `Changes` of each would be too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from itertools import chain
from operator import or_
from typing import NamedTuple

from django.db.models import Q
from django.db.models.fields.json import KeyTextTransform
from wagtail.blocks import StreamValue

from ..curriculum.structure import Structure, structure
from ..models import CoursePage, LessonPage
from .changes import EDITED, Changes, Kind

MOST_AT_ONCE = 200  # SQLite reads no condition of a thousand parts


@dataclass(frozen=True)
class Waiting:
    """How many changes wait, and since when: the oldest of the pages' newest drafts.

    `since` is None when nothing waits.
    """

    count: int = 0
    since: datetime | None = None


class _Page(NamedTuple):
    """What tells whether a page has changed. A whole page costs fifty times as much to make."""

    pk: int
    path: str
    live: bool
    has_unpublished_changes: bool
    latest_revision_created_at: datetime | None


class _Course(NamedTuple):
    pk: int
    path: str
    live: bool
    has_unpublished_changes: bool
    latest_revision_created_at: datetime | None
    curriculum: StreamValue
    draft: str | None  # as the newest revision has its curriculum


def waiting(courses: Iterable[CoursePage]) -> dict[int, Waiting]:
    """By primary key, the same count as `Changes(course).count`. Two queries for two hundred."""
    keys = [course.pk for course in courses]
    batches = (keys[start : start + MOST_AT_ONCE] for start in range(0, len(keys), MOST_AT_ONCE))
    return dict(chain.from_iterable(map(_waiting_in, batches)))


def _waiting_in(keys: list[int]) -> Iterator[tuple[int, Waiting]]:
    # Of the draft its curriculum alone: all of it would look up whatever it refers to.
    draft = KeyTextTransform("curriculum", "latest_revision__content")
    queryset = CoursePage.objects.annotate(draft=draft)
    rows = queryset.filter(pk__in=keys).values_list(*_Course._fields)
    courses = list(map(_Course._make, rows))
    lessons = _lessons_by_course(courses)
    for course in courses:
        yield course.pk, _waiting(_LoadedChanges(course, lessons[course.path]))


def _lessons_by_course(courses: list[_Course]) -> dict[str, dict[int, _Page]]:
    """By the path of the course, then by primary key."""
    lessons_by_path: dict[str, dict[int, _Page]] = defaultdict(dict)
    intervals = (LessonPage._get_children_path_interval(course.path) for course in courses)
    condition = reduce(or_, (Q(path__range=interval) for interval in intervals))
    # In an order asked for, SQLite would read all lessons there are.
    rows = LessonPage.objects.filter(condition).order_by().values_list(*_Page._fields)
    for lesson in map(_Page._make, rows):
        lessons_by_path[lesson.path[: -LessonPage.steplen]][lesson.pk] = lesson
    return lessons_by_path


class _LoadedChanges(Changes):
    """What becomes of the pages of a course whose rows are at hand. Asks the database nothing."""

    def __init__(self, course: _Course, pages: dict[int, _Page]) -> None:
        self.course, self._draft_ids = course, None
        self._pages = pages

    @property
    def pages(self) -> dict[int, _Page]:
        return self._pages

    @cached_property
    def after(self) -> Structure:
        draft, field = self.course.draft, CoursePage._meta.get_field("curriculum")
        return structure(self.course.curriculum if draft is None else field.to_python(draft))

    @property
    def touched_pages(self) -> Iterator[tuple[_Page | _Course, Kind]]:
        """As `touched_rows`."""
        if self.course_kind != Kind.UNCHANGED:
            yield self.course, self.course_kind
        for pk, kind in self.lesson_kinds.items():
            if kind != Kind.UNCHANGED or pk in self.moved_ids:
                yield self.pages[pk], kind


def _waiting(changes: _LoadedChanges) -> Waiting:
    touched_pages = list(changes.touched_pages)
    edited_at = [
        page.latest_revision_created_at
        for page, kind in touched_pages
        if kind in EDITED and page.latest_revision_created_at
    ]
    return Waiting(len(touched_pages), min(edited_at, default=None))
