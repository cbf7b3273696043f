"""Search over the site: published courses, and the lessons the person may open."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from courses.catalogue.search import clean_query, ranked_ids
from courses.models import CoursePage, LessonPage
from courses.models.querysets import is_open_preview
from learners.learner import Learner

MAX_RESULTS = 20


@dataclass(frozen=True)
class Results:
    """What was found for `query`, best first; at most `MAX_RESULTS` of each kind."""

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
        courses=_ranked(CoursePage.objects.published(), query, fetch=_cards),
        lessons=_ranked(_open_lessons(learner), query, fetch=_rows),
    )


def _open_lessons(learner: Learner) -> QuerySet[LessonPage]:
    is_enrolled = Q(entries__course__in=list(learner.enrollments))
    lessons = LessonPage.objects.in_live_curriculum().public()
    return lessons.filter(is_open_preview() | is_enrolled)


def _ranked(pages: QuerySet, query: str, *, fetch) -> list:
    ids = ranked_ids(pages, query, limit=MAX_RESULTS) if query else []
    pages_by_id = {page.pk: page for page in fetch(ids)}
    return [pages_by_id[pk] for pk in ids if pk in pages_by_id]


def _cards(ids: list[int]) -> QuerySet[CoursePage]:
    return CoursePage.objects.filter(pk__in=ids).for_cards()


def _rows(ids: list[int]) -> list[LessonPage]:
    """Lessons with their course at hand (`entries` holds exactly one row each)."""
    lessons = LessonPage.objects.filter(pk__in=ids).defer("body")
    rows = list(lessons.prefetch_related("entries__course"))
    for lesson in rows:
        lesson.course = lesson.entries.all()[0].course
    return rows
