"""Search over the site: published courses, and the lessons the person may open."""

from dataclasses import dataclass
from functools import partial

from django.db.models import Q, QuerySet
from wagtail.models import Page

from courses.catalogue.search import clean_query, ranked_ids
from courses.models import CatalogueEntry, CoursePage, LessonPage
from courses.models.catalogue_entry import CatalogueEntryQuerySet
from courses.models.querysets import is_restricted
from courses.models.view_restrictions import closed_to
from learners.learner import Learner

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


def search(text: str, *, learner: Learner, entries: CatalogueEntryQuerySet) -> Results:
    """Find the words of `text` in the courses of `entries` and what the learner may read; nothing
    where it holds no word."""
    query = clean_query(text)
    lessons = _open_lessons(learner, entries)
    return Results(
        query,
        courses=_ranked(entries, query, fetch=partial(_cards, entries), of=CoursePage),
        lessons=_ranked(lessons, query, fetch=_rows, of=LessonPage),
    )


def _open_lessons(learner: Learner, entries: CatalogueEntryQuerySet) -> QuerySet[LessonPage]:
    """Free previews of the courses of `entries`, and all of those the learner takes."""
    lessons = LessonPage.objects.in_live_curriculum()
    if not learner.is_signed_in:
        return LessonPage.objects.open_to_all()
    is_free = Q(pk__in=LessonPage.objects.free_in(entries).values("pk"))
    is_enrolled = Q(entries__course__in=list(learner.enrollments))
    lessons = lessons.filter(is_free | is_enrolled if learner.enrollments else is_free)
    return lessons.exclude(is_restricted(closed_to(learner.user)))


def _ranked(pages: QuerySet, query: str, *, fetch, of: type[Page]) -> list:
    ids = ranked_ids(pages, query, limit=MAX_RESULTS, of=of) if query else []
    rows_by_id = {row.pk: row for row in fetch(ids)} if ids else {}
    return [rows_by_id[pk] for pk in ids if pk in rows_by_id]


def _cards(entries: CatalogueEntryQuerySet, ids: list[int]) -> CatalogueEntryQuerySet:
    return entries.filter(pk__in=ids).for_cards()


def _rows(ids: list[int]) -> list[LessonPage]:
    """Lessons with their course at hand (`entries` holds exactly one row each)."""
    lessons = LessonPage.objects.filter(pk__in=ids).defer("body")
    rows = list(lessons.prefetch_related("entries__course"))
    for lesson in rows:
        lesson.course = lesson.entries.all()[0].course
    return rows
