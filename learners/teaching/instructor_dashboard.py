"""Courses as those who teach them see them on the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Page, Paginator
from django.db.models import ExpressionWrapper, Prefetch, Q
from django.db.models.fields import BooleanField
from django.http import QueryDict
from django.utils import timezone

from courses.admin.dashboard import OwnCourse
from courses.models import CoursePage, CourseRelease
from courses.models.permission_testers import publishable_pages
from courses.models.querysets import CourseQuerySet
from courses.release.pending_changes import waiting

from .roster import Roster
from .statistics import LessonNumbers, Numbers, left_count, lesson_numbers, numbers

PER_PAGE = 12


def taught_by(user: AbstractBaseUser) -> CourseQuerySet:
    """Courses whose team `user` is on; every course to those who may release it.

    Adds `may_release`.
    """
    releasable = Q(pk__in=publishable_pages(user).values("pk"))
    on_own_team = Q(team__group__in=user.groups.values("pk"))
    return CoursePage.objects.filter(on_own_team | releasable).annotate(
        may_release=ExpressionWrapper(releasable, output_field=BooleanField())
    )


@dataclass(frozen=True)
class TaughtCourse(OwnCourse):
    numbers: Numbers

    @property
    def title(self) -> str:
        """What learners read; the newest draft's while they cannot."""
        course = self.course
        return course.title if course.live else course.get_admin_display_title()


class Teaching:
    """The courses `user` teaches, last edited first. A fixed number of queries a page."""

    def __init__(self, user: AbstractBaseUser, params: QueryDict) -> None:
        self._user, self._page = user, params.get("page")

    @cached_property
    def page(self) -> Page:
        """The page asked for; the nearest one where there is no such page."""
        courses = taught_by(self._user).order_by("-latest_revision_created_at", "-pk")
        page = Paginator(_with_newest_release(courses), PER_PAGE).get_page(self._page)
        page.object_list = _taught_courses(page.object_list)
        return page


class TaughtCoursePage:
    """One course with its lessons and learners; `course` comes from `taught_by()`."""

    def __init__(self, course: CoursePage, params: QueryDict) -> None:
        self.course, self._params = course, params

    @cached_property
    def taught_course(self) -> TaughtCourse:
        return _taught_courses([self.course])[0]

    @property
    def numbers(self) -> Numbers:
        return self.taught_course.numbers

    @cached_property
    def left_count(self) -> int:
        return left_count(self.course.pk)

    @cached_property
    def lessons(self) -> list[LessonNumbers]:
        return lesson_numbers(self.course.pk, enrolled=self.numbers.enrolled)

    @cached_property
    def roster(self) -> Roster:
        return Roster(self.course, self._params, lessons=self.numbers.lessons)


def one_taught_by(user: AbstractBaseUser) -> CourseQuerySet:
    """For a page about one of them."""
    return _with_newest_release(taught_by(user))


def _with_newest_release(courses: CourseQuerySet) -> CourseQuerySet:
    releases = CourseRelease.objects.select_related("reviewed_by").order_by("-submitted_at", "-pk")
    return courses.defer_streamfields().prefetch_related(
        Prefetch("releases", releases[:1], to_attr="newest")
    )


def _taught_courses(courses: Iterable[CoursePage]) -> list[TaughtCourse]:
    courses = list(courses)
    counts = numbers([course.pk for course in courses], at=timezone.now())
    changes = waiting(courses)
    return [
        TaughtCourse(course, changes[course.pk], next(iter(course.newest), None), counts[course.pk])
        for course in courses
    ]
