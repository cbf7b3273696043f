"""Search over the site: published courses, and the lessons the person may open."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from courses.catalogue.search import clean_query, ranked_ids
from courses.models import CoursePage, LessonPage
from courses.models.querysets import is_open_preview
from learners.learner import Learner

SHOWN = 20


@dataclass(frozen=True)
class Results:
    """What was found for `query`, best first; at most `SHOWN` of each kind."""

    query: str
    courses: list[CoursePage]
    lessons: list[LessonPage]

    @property
    def total(self) -> int:
        return len(self.courses) + len(self.lessons)


def search(text: str, *, learner: Learner) -> Results:
    """Find the words of `text`; nothing where it holds no word."""
    query = clean_query(text)
    return Results(
        query,
        courses=_found(CoursePage.objects.published(), query, show=_cards),
        lessons=_found(_open_lessons(learner), query, show=_rows),
    )


def _open_lessons(learner: Learner) -> QuerySet[LessonPage]:
    enrolled = Q(entries__course__in=list(learner.enrollments))
    lessons = LessonPage.objects.in_live_curriculum().public()
    return lessons.filter(is_open_preview() | enrolled)


def _found(pages: QuerySet, query: str, *, show) -> list:
    ids = ranked_ids(pages, query, limit=SHOWN) if query else []
    found = {page.pk: page for page in show(ids)}
    return [found[pk] for pk in ids if pk in found]


def _cards(ids: list[int]) -> QuerySet[CoursePage]:
    return CoursePage.objects.filter(pk__in=ids).for_cards()


def _rows(ids: list[int]) -> list[LessonPage]:
    """Lessons with their course at hand (`entries` holds exactly one row each)."""
    lessons = LessonPage.objects.filter(pk__in=ids).defer("body")
    rows = list(lessons.prefetch_related("entries__course"))
    for lesson in rows:
        lesson.course = lesson.entries.all()[0].course
    return rows
