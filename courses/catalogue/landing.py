"""What a landing page tells of the catalogue: featured courses, topics, true numbers."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Count, Q

from ..curriculum.models import CurriculumEntry
from ..models.category import Category
from ..models.course import CoursePage
from .models import CourseIndexPage


class Landing:
    """`featured` are primary keys in the order wanted; the newest courses fill up to `limit`."""

    def __init__(self, featured: list[int], *, limit: int) -> None:
        self._featured = featured
        self._limit = limit

    @cached_property
    def index(self) -> CourseIndexPage | None:
        """The catalogue page; None on a site that has none yet."""
        return CourseIndexPage.objects.live().first()

    @cached_property
    def courses(self) -> list[CoursePage]:
        courses = CoursePage.objects.published().for_cards()
        courses_by_id = {course.pk: course for course in courses.filter(pk__in=self._featured)}
        featured = [courses_by_id[pk] for pk in self._featured if pk in courses_by_id]
        newest = courses.exclude(pk__in=courses_by_id).order_by("-first_published_at", "-pk")
        return [*featured, *newest[: self._limit - len(featured)]]

    @cached_property
    def categories(self) -> list[Category]:
        return categories_in_use()

    @cached_property
    def course_count(self) -> int:
        return CoursePage.objects.published().count()

    @cached_property
    def lesson_count(self) -> int:
        return CurriculumEntry.objects.filter(
            course__in=CoursePage.objects.published(), lesson__live=True
        ).count()


def categories_in_use() -> list[Category]:
    """Categories that have a published course, with `course_count`."""
    condition = Q(courses__in=CoursePage.objects.published())
    categories = Category.objects.annotate(course_count=Count("courses", filter=condition))
    return list(categories.filter(course_count__gt=0))
