"""Search over the site: courses, and lessons, of which those that are locked are known by title."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page

from courses.models import CatalogueEntry, CoursePage, LessonPage, SearchText
from courses.models.catalogue_entry import CatalogueEntryQuerySet
from courses.models.view_restrictions import closed_to
from courses.search.find import words_meant
from courses.search.query import Query, clean_query, parse
from courses.search.ranking import MAX_MATCHES, TITLE, Hit, ranked_hits
from courses.search.snippets import Part, marked, snippet
from courses.search.spelling import forgiving
from learners.learner import Learner
from web.view_restrictions import is_restricted

# Of each kind, shown on the page; and while somebody types.
MAX_RESULTS = 20
MAX_SUGGESTIONS = 5


@dataclass(frozen=True)
class CourseResult:
    course: CatalogueEntry
    title: list[Part]
    snippet: list[Part]


@dataclass(frozen=True)
class LessonResult:
    """With `is_locked` it leads to its course, and nothing but its title was searched or is
    shown."""

    lesson: LessonPage
    title: list[Part]
    snippet: list[Part]
    is_locked: bool

    @property
    def page(self) -> Page:
        return self.lesson.course if self.is_locked else self.lesson


@dataclass(frozen=True)
class Suggestion:
    """A title, and where it leads: of a locked lesson to its course."""

    title: str
    page: Page
    course: str = ""

    def data(self, request: HttpRequest) -> dict[str, str]:
        """`course` is the course of a lesson, and empty for a course itself."""
        return {"title": self.title, "url": self.page.get_url(request), "course": self.course}


@dataclass(frozen=True)
class Results:
    """What was found for `query`, best first, at most `MAX_RESULTS` of each kind. The counts are of
    all, up to `MAX_MATCHES`; `words_meant` what was found in place of words that nothing holds."""

    query: str
    courses: list[CourseResult]
    lessons: list[LessonResult]
    course_count: int
    lesson_count: int
    words_meant: list[str]

    @property
    def total(self) -> int:
        return self.course_count + self.lesson_count

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than were counted."""
        return MAX_MATCHES in (self.course_count, self.lesson_count)


class Search:
    """What one person may find: the courses of `entries` and their lessons."""

    def __init__(self, learner: Learner, entries: CatalogueEntryQuerySet) -> None:
        self.learner = learner
        self.entries = entries

    def results(self, text: str) -> Results:
        """For the words of `text`, one slip of the finger in each forgiven where nothing holds
        them; nothing where it holds no word."""
        query = parse(text)
        hits = self._hits(query)
        if query and not any(hits) and (other := forgiving(query)):
            query, hits = other, self._hits(other)
        courses, lessons, open_ids = hits
        course_rows = self._courses(courses, query)
        lesson_rows = self._lessons(lessons, open_ids, query)
        return Results(
            clean_query(text),
            course_rows,
            lesson_rows,
            len(courses),
            len(lessons),
            words_meant(query, _shown_texts([*course_rows, *lesson_rows])),
        )

    def suggestions(self, text: str) -> list[Suggestion]:
        """For words of titles, of which the last is being typed."""
        query = parse(text, is_typing=True)
        how = {"columns": TITLE, "limit": MAX_SUGGESTIONS}
        courses = ranked_hits(self.entries, query, of=CoursePage, **how)
        lessons = ranked_hits(self.listed_lessons(), query, **how)
        open_ids = self._open_ids([hit.pk for hit in lessons])
        suggestions = [
            Suggestion(row.course.title, row.course.page) for row in self._courses(courses, query)
        ]
        for row in self._lessons(lessons, open_ids, query):
            suggestions.append(Suggestion(row.lesson.title, row.page, row.lesson.course.title))
        return suggestions

    def _open_ids(self, ids: list[int]) -> set[int]:
        lessons = self.open_lessons().filter(pk__in=ids)
        return set(lessons.values_list("pk", flat=True)) if ids else set()

    def open_lessons(self) -> QuerySet[LessonPage]:
        """Free previews of the courses of `entries`, and all of those the learner takes."""
        if not self.learner.is_signed_in:
            return LessonPage.objects.open_to_all()
        lessons = LessonPage.objects.in_live_curriculum()
        is_free = Q(pk__in=LessonPage.objects.free_in(self.entries).values("pk"))
        is_enrolled = Q(entries__course__in=list(self.learner.enrollments))
        lessons = lessons.filter(is_free | is_enrolled if self.learner.enrollments else is_free)
        return lessons.exclude(is_restricted(closed_to(self.learner.user)))

    def listed_lessons(self) -> QuerySet[LessonPage]:
        """Whose titles stand on the pages of the courses of `entries`."""
        return LessonPage.objects.live().filter(entries__course__in=self.entries.values("pk"))

    def _hits(self, query: Query) -> tuple[list[Hit], list[Hit], set[int]]:
        """Courses, lessons, and the keys of those lessons that are open."""
        courses = ranked_hits(self.entries, query, of=CoursePage)
        found = ranked_hits(self.open_lessons(), query)
        open_ids = {hit.pk for hit in found}
        listed = ranked_hits(self.listed_lessons(), query, columns=TITLE)
        locked = [hit for hit in listed if hit.pk not in open_ids]
        lessons = sorted([*found, *locked], key=lambda hit: -hit.rank)
        return courses, lessons, open_ids

    def _courses(self, hits: list[Hit], query: Query) -> list[CourseResult]:
        ids = [hit.pk for hit in hits[:MAX_RESULTS]]
        if not ids:
            return []
        rows = self.entries.with_addresses().select_related("category").in_bulk(ids)
        texts = _texts(ids)
        return [
            CourseResult(row, marked(row.title, query), snippet(texts.get(row.pk, ""), query))
            for row in (rows[pk] for pk in ids if pk in rows)
        ]

    def _lessons(self, hits: list[Hit], open_ids: set[int], query: Query) -> list[LessonResult]:
        ids = [hit.pk for hit in hits[:MAX_RESULTS]]
        if not ids:
            return []
        lessons = LessonPage.objects.filter(pk__in=ids).defer("body")
        rows = {lesson.pk: lesson for lesson in lessons.prefetch_related("entries__course")}
        texts = _texts([pk for pk in ids if pk in open_ids])
        results = []
        for lesson in (rows[pk] for pk in ids if pk in rows):
            # `entries` holds exactly one row each.
            lesson.course = lesson.entries.all()[0].course
            text = snippet(texts.get(lesson.pk, ""), query)
            is_locked = lesson.pk not in open_ids
            results.append(LessonResult(lesson, marked(lesson.title, query), text, is_locked))
        return results


def _texts(ids: list[int]) -> dict[int, str]:
    return dict(SearchText.objects.filter(pk__in=ids).values_list("pk", "text")) if ids else {}


def _shown_texts(results: list[CourseResult | LessonResult]) -> list[str]:
    parts = (part for result in results for part in (*result.title, *result.snippet))
    return [part.text for part in parts if part.is_match]
