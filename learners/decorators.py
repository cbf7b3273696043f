"""Who may post, and where they land afterwards."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urljoin

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Page, PageQuerySet

from courses.models import CoursePage, LessonPage
from courses.models.view_restrictions import is_admitted
from web.next_url import next_url_from
from web.prepared_query import PreparedQuery
from web.primary_keys import is_key
from web.rate_limits import Ratelimited
from web.view_restrictions import is_restricted

from .exceptions import CourseArchivedRefusal, CourseClosedRefusal, LearnerRefusal
from .pending_action import pending_action_of
from .unavailable import raise_not_found

# What verbs read of a page: its place and address. Anything else costs a query of its own.
PLACE = ("id", "path", "depth", "url_path", "live")
COURSE = (*PLACE, "title", "archived_at")


def _live_course(page_id: int) -> PageQuerySet:
    courses = CoursePage.objects.live().filter(id=page_id).only(*COURSE)
    return courses.annotate(is_restricted=is_restricted())


def _placed_lesson(page_id: int) -> PageQuerySet:
    lessons = LessonPage.objects.in_live_curriculum().filter(id=page_id).only(*PLACE)
    return lessons.annotate(is_restricted=is_restricted())


LIVE_COURSE, PLACED_LESSON = PreparedQuery(_live_course), PreparedQuery(_placed_lesson)


class HttpResponseSeeOther(HttpResponseRedirect):
    """Answers a POST: what comes next is fetched by GET, whatever the client."""

    status_code = 303


def course_verb(view: Callable) -> Callable:
    """For a view `(request, course)` that does something and has nothing to show.

    It may answer itself; else the learner goes on to `next` or back to the course page. Visitors
    sign in first, and are asked then whether to do it now. A course that is not published, or not
    for them, does not exist: an answer would tell its title.
    """

    @require_POST
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, course_id: int) -> HttpResponse:
        course = get_course_or_404(course_id, request)
        url = next_url_from(request.POST, request=request, default="") or url_of(course, request)
        if not request.user.is_authenticated:
            return _redirect_to_login(request, url)
        try:
            return view(request, course) or HttpResponseSeeOther(url)
        except CourseClosedRefusal as refusal:
            raise Http404(str(refusal)) from refusal
        except CourseArchivedRefusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseSeeOther(url_of(course, request))

    return wrapper


def lesson_verb(view: Callable) -> Callable:
    """The same for a view `(request, lesson)`. What is refused is told on the course page."""

    @require_POST
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, lesson_id: int) -> HttpResponse:
        lesson = get_lesson_or_404(lesson_id, request)
        if not request.user.is_authenticated:
            return _redirect_to_login(request, url_of(lesson, request))
        try:
            # Back to the buttons, not to the top of a long text.
            progress_url = f"{url_of(lesson, request)}#your-progress"
            return view(request, lesson) or HttpResponseSeeOther(progress_url)
        except LearnerRefusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseSeeOther(course_url(lesson, request))

    return wrapper


def lesson_beacon(view: Callable) -> Callable:
    """For a view `(request, lesson, …)` that the script of a page posts to while it is read.

    Nobody sees the answer: a refusal is a status with a sentence, never a message that would turn
    up on a later page.
    """

    @require_POST
    @never_cache
    @wraps(view)
    def wrapper(request: HttpRequest, lesson_id: int, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return text_response(_("Sign in first."), status=403)
        lesson = get_lesson_or_404(lesson_id, request)
        try:
            return view(request, lesson, **kwargs)
        except Ratelimited:
            return text_response(_("That was very often. Wait a minute."), status=429)
        except LearnerRefusal as refusal:
            return text_response(str(refusal), status=403)

    return wrapper


def text_response(message: str, *, status: int) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def get_course_or_404(course_id: int, request: HttpRequest) -> CoursePage:
    """The live course, if it is for whoever asks. Its learners are told why it is not."""
    course = _admitted_page(LIVE_COURSE, course_id, request)
    if course is None:
        raise_not_found(request.learner, course=course_id)
    return course


def get_lesson_or_404(lesson_id: int, request: HttpRequest) -> LessonPage:
    """The same for a lesson that the live curriculum of its course names."""
    lesson = _admitted_page(PLACED_LESSON, lesson_id, request)
    if lesson is None:
        raise_not_found(request.learner, lesson=lesson_id)
    return lesson


def _admitted_page(query: PreparedQuery, page_id: int, request: HttpRequest) -> Page | None:
    page = next(iter(query.objects(page_id)), None) if is_key(str(page_id)) else None
    if page is None or (page.is_restricted and not is_admitted(page, request.user)):
        return None
    return page


def course_url(lesson: LessonPage, request: HttpRequest) -> str:
    """The page of a lesson's course, which stands one step above it. No query for the course."""
    return urljoin(url_of(lesson, request), "..")


def url_of(page: Page, request: HttpRequest) -> str:
    """As `get_url(request)`, which asks for the site of the request also where there is but one."""
    url = page.get_url()
    return url if url and url.startswith("/") else page.get_url(request)


def _redirect_to_login(request: HttpRequest, url: str) -> HttpResponse:
    """What a script posts cannot be asked again: then it is `url` that comes after signing in."""
    action = pending_action_of(request)
    next_url = action.offer_url if action else url
    return HttpResponseSeeOther(redirect_to_login(next_url).url)
