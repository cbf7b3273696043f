"""Enrolling, leaving, saving: what a learner does with a course."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from courses.models import CoursePage
from web.rate_limits import limited

from ..decorators import course_verb
from ..progress import updates
from . import enrollment, library

limit_enrolments = limited(group="enrol", key="user")


@course_verb
@limit_enrolments
def enroll(request: HttpRequest, course: CoursePage) -> None:
    enrollment.enroll(course, by=request.user)
    messages.success(request, _("You are enrolled in “%s”.") % course.title)


@course_verb
@limit_enrolments
def leave(request: HttpRequest, course: CoursePage) -> None:
    if enrollment.leave(course, by=request.user):
        text = _("You left “%s”. Your progress is kept for when you return.")
        messages.success(request, text % course.title)
    else:
        messages.info(request, _("You are not enrolled in “%s”.") % course.title)


@course_verb
def dismiss(request: HttpRequest, course: CoursePage) -> None:
    updates.dismiss(course, by=request.user, release=request.POST.get("release", ""))


@course_verb
def save(request: HttpRequest, course: CoursePage) -> None:
    library.save(course, by=request.user)
    messages.success(request, _("“%s” is in your library.") % course.title)


@course_verb
def unsave(request: HttpRequest, course: CoursePage) -> None:
    library.unsave(course, by=request.user)
    messages.success(request, _("“%s” is no longer in your library.") % course.title)
