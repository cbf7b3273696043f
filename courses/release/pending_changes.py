"""What waits in many courses at once: for listings, where `Changes` of each would be too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_

from django.db.models import Q

from ..models import CoursePage, LessonPage
from .changes import Changes


@dataclass(frozen=True)
class Waiting:
    """How many changes wait, and since when: the oldest of the pages' newest drafts.

    `since` is None when nothing waits.
    """

    count: int = 0
    since: datetime | None = None


def waiting(courses: Iterable[CoursePage]) -> dict[int, Waiting]:
    """By primary key, the same count as `Changes(course).count`. Two queries for any number."""
    keys = [course.pk for course in courses]
    queryset = CoursePage.objects.select_related("latest_revision", "live_revision")
    courses_by_id = queryset.defer("live_revision__content").in_bulk(keys)
    lessons = _lessons_by_course(courses_by_id.values())
    return {
        pk: _waiting(_LoadedChanges(course, lessons[course.path]))
        for pk, course in courses_by_id.items()
    }


def _lessons_by_course(courses: Iterable[CoursePage]) -> dict[str, dict[int, LessonPage]]:
    """By the path of the course, then by primary key."""
    lessons_by_path: dict[str, dict[int, LessonPage]] = defaultdict(dict)
    conditions = (
        Q(path__range=course._get_children_path_interval(course.path)) for course in courses
    )
    if condition := reduce(or_, conditions, Q()):
        lessons = LessonPage.objects.filter(condition).defer_streamfields().order_by("pk")
        queryset = lessons.select_related("latest_revision", "live_revision")
        for lesson in queryset.defer("latest_revision__content", "live_revision__content"):
            lessons_by_path[lesson.path[: -lesson.steplen]][lesson.pk] = lesson
    return lessons_by_path


class _LoadedChanges(Changes):
    """Changes of a course whose rows are at hand. Asks the database nothing."""

    def __init__(self, course: CoursePage, pages: dict[int, LessonPage]) -> None:
        self.course, self._draft_ids, self._pages = course, None, pages

    @cached_property
    def draft(self) -> CoursePage:
        """Its title and curriculum. The whole draft would look up all it refers to."""
        revision = self.course.latest_revision
        if revision is None:
            return self.course
        fields = {name: revision.content[name] for name in ("title", "curriculum")}
        return CoursePage(**fields)


def _waiting(changes: Changes) -> Waiting:
    edited_at = [
        row.page.latest_revision_created_at
        for row in changes.touched_rows
        if row.is_edited and row.page.latest_revision_created_at
    ]
    return Waiting(changes.count, min(edited_at, default=None))
