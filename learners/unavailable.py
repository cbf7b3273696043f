"""What learners are told in place of a 404: their course is not open now, or part of it is gone.

To everybody else the same address is an ordinary 404. And it is the same for all that a course does
not have, be it a draft, something of an earlier edition, or nothing that ever was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from urllib.parse import unquote

from django.db.models import Model, Q
from django.http import Http404
from wagtail.models import Page, PageQuerySet, Site

from courses.models import CoursePage, LessonPage
from courses.models.view_restrictions import is_admitted
from web.primary_keys import is_key

from .access import pages_offering

if TYPE_CHECKING:
    from .learner import Learner


class CourseUnavailable(Http404):
    """A course, or a part of it, that one of its learners asked for and cannot have now."""

    def __init__(self, course: CoursePage, learner: Learner) -> None:
        super().__init__("This is not available to its learners now.")
        self.course = course
        self.is_course_open = course.live and is_admitted(course, learner.user)


def raise_not_found(
    learner: Learner,
    *,
    course: int | None = None,
    lesson: int | None = None,
    file: Model | None = None,
) -> NoReturn:
    """Raises `Http404`: `CourseUnavailable` for learners of what was asked for, by id or as a
    file."""
    if learner.enrollments:
        _raise_for(learner, _courses_of(course=course, lesson=lesson, file=file))
    raise Http404("There is no such page.")


def raise_if_course_unavailable(learner: Learner, *, path: str, site: Site | None) -> None:
    """Raises `CourseUnavailable` where `path`, decoded or not, leads to or below a course of the
    learner on `site`. Only for addresses at which nothing was found."""
    if site is None or not learner.enrollments:
        return
    url_path = site.root_page.url_path + unquote(path).lstrip("/").rstrip("/") + "/"
    courses = CoursePage.objects.filter(id__in=learner.enrollments)
    rows = courses.values_list("id", "url_path")
    ids = [course_id for course_id, course_path in rows if url_path.startswith(course_path)]
    _raise_for(learner, CoursePage.objects.filter(id__in=ids))


def _raise_for(learner: Learner, courses: PageQuerySet) -> None:
    if course := courses.filter(id__in=learner.enrollments).order_by("pk").first():
        raise CourseUnavailable(course, learner)


def _courses_of(*, course: int | None, lesson: int | None, file: Model | None) -> PageQuerySet:
    if course is not None:
        return CoursePage.objects.filter(id=course if is_key(str(course)) else 0)
    if lesson is not None:
        lessons = LessonPage.objects.filter(id=lesson if is_key(str(lesson)) else 0)
        paths = list(lessons.values_list("path", flat=True))
    else:
        paths = [page.path for page in pages_offering(file)]
    return CoursePage.objects.filter(_above(paths))


def _above(paths: list[str]) -> Q:
    return Q(path__in={path[: -Page.steplen] for path in paths})
