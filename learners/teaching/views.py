"""Pages for those who teach. To everybody else who is signed in they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from web.rate_limits import UNSAFE, limited

from .instructor_dashboard import TaughtCoursePage, Teaching, one_taught_by, taught_by
from .roster import Roster
from .roster_csv import export
from .statistics import published_lessons


def teachers_page(view: Callable) -> Callable:
    """Asks who it is before it says anything, be it that a method is not allowed."""

    @never_cache
    @login_required
    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs) -> HttpResponseBase:
        if not request.learner.person.teaches:
            raise Http404("There is no such page.")
        return view(request, **kwargs)

    return wrapper


@teachers_page
@require_safe
def courses(request: HttpRequest) -> HttpResponseBase:
    teaching = Teaching(request.user, request.GET)
    return TemplateResponse(request, "learners/teach/courses.html", {"teaching": teaching})


@teachers_page
@require_safe
def course(request: HttpRequest, course_id: int) -> HttpResponseBase:
    # Asked by `id`: as `pk`, a foreign key, a number that no column holds is a 500.
    course_page = get_object_or_404(one_taught_by(request.user), id=course_id)
    teaching = TaughtCoursePage(course_page, request.GET)
    return TemplateResponse(request, "learners/teach/course.html", {"teaching": teaching})


@teachers_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited(group="export", key="user", method=UNSAFE)
def learners_csv(request: HttpRequest, course_id: int) -> HttpResponseBase:
    if request.method != "POST":  # an old bookmark, or back from signing in
        return redirect("learners:teach_course", course_id)
    course_page = get_object_or_404(taught_by(request.user).defer_streamfields(), id=course_id)
    roster = Roster(course_page, request.POST, lessons=published_lessons([course_page.pk]).count())
    lines = export(roster, by=request.user)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    filename = f"{course_page.slug}-learners-{timezone.now():%Y-%m-%d}.csv"
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
