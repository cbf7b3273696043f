"""What can be asked of courses and lessons, in sentences."""

from functools import cache

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from wagtail.models import Page, PageManager, PageQuerySet

from web.prepared_query import PreparedQuery
from web.view_restrictions import is_restricted

from ..curriculum.models import CurriculumEntry
from .catalogue_entry import CatalogueEntry, CatalogueEntryQuerySet
from .instructor import CourseInstructor, Instructor


class CourseQuerySet(PageQuerySet):
    def published(self) -> "CourseQuerySet":
        """Courses anyone may find: live, not archived, and under no view restriction."""
        return self.live().filter(archived_at=None).exclude(is_restricted())

    def archived(self) -> "CourseQuerySet":
        """Courses that take no new learners."""
        return self.exclude(archived_at=None)

    def of_team_member(self, user: AbstractBaseUser) -> "CourseQuerySet":
        """Courses whose team `user` is on."""
        return self.filter(team__group__user=user)

    def with_totals(self) -> "CourseQuerySet":
        """Adds `lesson_count`, `free_lesson_count` and `total_minutes` over the live curriculum."""
        is_free = Q(lesson__free_preview=True)
        return self.annotate(
            lesson_count=_over_live_entries(Count("pk")),
            free_lesson_count=_over_live_entries(Count("pk", filter=is_free)),
            total_minutes=_over_live_entries(Sum("lesson__minutes")),
        )

    def for_page(self) -> "CourseQuerySet":
        """All that a course's own page shows of it, lessons and teachers apart."""
        return self.select_related(
            "category", "thumbnail", "featured_video__poster", "featured_video__asset"
        )


class LessonQuerySet(PageQuerySet):
    def below(self, course: Page) -> "LessonQuerySet":
        """All lessons of `course`, live or not, placed or not, oldest first.

        By path and depth: `child_of()` reads every page on SQLite.
        """
        interval = course._get_children_path_interval(course.path)
        return self.filter(depth=course.depth + 1, path__range=interval).order_by("pk")

    def in_live_curriculum(self) -> "LessonQuerySet":
        """Live lessons that a live course places in its curriculum."""
        return self.live().filter(entries__course__live=True)

    def open_to_all(self, of: CatalogueEntryQuerySet | None = None) -> "LessonQuerySet":
        """Lessons a visitor may read: free previews of published courses, or of those in `of`."""
        courses = CatalogueEntry.objects.public() if of is None else of
        return self.free_in(courses.public()).exclude(is_restricted())

    def free_in(self, courses: CatalogueEntryQuerySet) -> "LessonQuerySet":
        """Free previews of `courses`, whatever restrictions stand on themselves."""
        return self.live().filter(free_preview=True, entries__course__in=courses.values("pk"))


def instructors_with_page() -> QuerySet[Instructor]:
    """Those a live course credits that anyone may open, unless their account was deleted."""
    courses = Page.objects.live().filter(coursepage__taught_by__instructor=OuterRef("pk"))
    public_courses = courses.exclude(is_restricted()).order_by()
    return Instructor.objects.filter(Exists(public_courses), closed_at=None).exclude(slug="")


@cache
def teachers() -> PreparedQuery[CourseInstructor]:
    """Who a course says it is taught by, and whether each `has_page`."""
    page = instructors_with_page().filter(pk=OuterRef("instructor")).order_by()

    def of(course: int) -> QuerySet[CourseInstructor]:
        credits = CourseInstructor.objects.select_related("instructor__picture")
        return credits.annotate(has_page=Exists(page)).filter(course=course)

    return PreparedQuery(of)


def _over_live_entries(aggregate: models.Aggregate) -> Coalesce:
    rows = (
        CurriculumEntry.objects.filter(Q(course=OuterRef("pk")), lesson__live=True)
        .order_by()
        .values("course")
    )
    return Coalesce(Subquery(rows.annotate(n=aggregate).values("n")), 0)


CourseManager = PageManager.from_queryset(CourseQuerySet)
LessonManager = PageManager.from_queryset(LessonQuerySet)
