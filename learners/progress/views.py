"""Completing lessons, taking it back, and telling where one is."""

from django.http import HttpRequest, HttpResponse

from courses.models import LessonPage

from ..decorators import HttpResponseSeeOther, course_url, lesson_verb, url_of
from . import progress
from .resume import next_lesson_after


@lesson_verb
def complete(request: HttpRequest, lesson: LessonPage) -> HttpResponse | None:
    enrollment = progress.complete(lesson, by=request.user)
    if enrollment.just_finished:
        return HttpResponseSeeOther(course_url(lesson, request))
    if request.POST.get("then") == "next" and (next_lesson := next_lesson_after(lesson)):
        return HttpResponseSeeOther(url_of(next_lesson, request))
    return None


@lesson_verb
def undo(request: HttpRequest, lesson: LessonPage) -> None:
    progress.undo(lesson, by=request.user)


@lesson_verb
def opened(request: HttpRequest, lesson: LessonPage) -> HttpResponse:
    progress.opened(lesson, by=request.user)
    return HttpResponse(status=204)
