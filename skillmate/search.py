"""Search over the site: published courses, and the lessons the person may open."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from wagtail.models import Page

from courses.catalogue.search import clean_query, ranked_ids
from courses.models import CatalogueEntry, CoursePage, LessonPage
from learners.learner import Learner
from web.view_restrictions import is_restricted

MAX_RESULTS = 20


@dataclass(frozen=True)
class Results:
    """What was found for `query`, best first; at most `MAX_RESULTS` of each kind."""

    query: str
    courses: list[CatalogueEntry]
    lessons: list[LessonPage]

    @property
    def total(self) -> int:
        return len(self.courses) + len(self.lessons)


def search(text: str, *, learner: Learner) -> Results:
    """Find the words of `text`; nothing where it holds no word."""
    query = clean_query(text)
    return Results(
        query,
        courses=_ranked(CatalogueEntry.objects.public(), query, fetch=_cards, of=CoursePage),
        lessons=_ranked(_open_lessons(learner), query, fetch=_rows, of=LessonPage),
    )


def _open_lessons(learner: Learner) -> QuerySet[LessonPage]:
    open_lessons = LessonPage.objects.open_to_all()
    if not learner.enrollments:
        return open_lessons
    lessons = LessonPage.objects.in_live_curriculum().exclude(is_restricted())
    is_enrolled = Q(entries__course__in=list(learner.enrollments))
    return lessons.filter(Q(pk__in=open_lessons.values("pk")) | is_enrolled)


def _ranked(pages: QuerySet, query: str, *, fetch, of: type[Page]) -> list:
    ids = ranked_ids(pages, query, limit=MAX_RESULTS, of=of) if query else []
    rows_by_id = {row.pk: row for row in fetch(ids)} if ids else {}
    return [rows_by_id[pk] for pk in ids if pk in rows_by_id]


def _cards(ids: list[int]) -> QuerySet[CatalogueEntry]:
    return CatalogueEntry.objects.public().filter(pk__in=ids).for_cards()


def _rows(ids: list[int]) -> list[LessonPage]:
    """Lessons with their course at hand (`entries` holds exactly one row each)."""
    lessons = LessonPage.objects.filter(pk__in=ids).defer("body")
    rows = list(lessons.prefetch_related("entries__course"))
    for lesson in rows:
        lesson.course = lesson.entries.all()[0].course
    return rows
