"""The gate before lessons and files: what `access` decides, said in HTTP."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import add_never_cache_headers
from wagtail.models import Page

from courses.models import LessonPage

from .access import is_placed, may_open, may_open_file
from .progress.resume import Bookmarks
from .unavailable import raise_not_found

PANEL = "enrol"


def guard_lesson(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponse | None:
    """Leads whoever may not open a lesson to the course, which says why and what to do."""
    if not isinstance(page, LessonPage) or may_open(page, request.learner):
        return None
    if not is_placed(page):
        raise Http404("The course does not have this lesson.")
    response = HttpResponseRedirect(locked_url(page, request))
    add_never_cache_headers(response)
    return response


def locked_url(lesson: LessonPage, request: HttpRequest) -> str:
    """The course page, where the enrolment panel says that `lesson` opens by enrolling."""
    query = urlencode({"locked": lesson.slug})
    return f"{lesson.course.get_url(request)}?{query}#{PANEL}"


def mark_lesson(serve: Callable) -> Callable:
    """Puts a bookmark into an enrolled learner's browser, and the lesson into no shared cache."""

    def wrapper(page: Page, request: HttpRequest, args: list, kwargs: dict) -> HttpResponseBase:
        response = serve(page, request, args, kwargs)
        if not isinstance(page, LessonPage) or not request.learner.is_signed_in:
            return response
        response["Cache-Control"] = "private, no-store"
        if request.method == "GET" and request.learner.enrollment_in(page.course):
            user = request.learner.user
            Bookmarks.read(request, of=user).with_lesson(page).write(response, of=user)
        return response

    return wrapper


def guard_file(file: Model, request: HttpRequest) -> None:
    """Documents and videos: to whom no page may show them, they do not exist."""
    if not may_open_file(file, request.learner):
        raise_not_found(request.learner, file=file)
