"""Pages of the site itself: ways to sign in, health, robots and errors."""

import sys
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from courses.models.audience import entries_for
from courses.search.ranking import is_search_limited
from home.unsent_message import offer_again
from learners.pending_action import pending_action_of
from learners.pending_action_views import offer
from learners.unavailable import CourseUnavailable, raise_if_course_unavailable
from web import rate_limits
from web.next_url import next_url_from
from web.outages import outage_of
from web.page_cache.fragments import keep_nothing
from web.page_cache.public_page import public_page
from web.public_url import public_url
from web.rate_limits import Ratelimited, is_limited
from web.request_id import current_id

from .accounts.admin_mfa_middleware import ADMIN
from .operations.error_reports import is_anybody_told
from .outage_pages import outage_response
from .search import MAX_RESULTS, Search

# What `DATA_UPLOAD_MAX_…` refuses.
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """Into the admin for those who may, to the sign-in page for the unknown.

    The others never come here: `AdminMFAMiddleware` has told them so.
    """
    next_url = next_url_from(request.GET, request=request, default=ADMIN)
    if next_url == reverse("wagtailadmin_logout"):  # pressed by somebody who is signed out
        next_url = ADMIN
    if not request.user.is_authenticated:
        return redirect_to_login(next_url)
    # Not `redirect()`, which takes what is no path for the name of a view.
    return HttpResponseRedirect(next_url)


@never_cache
def page_login(request: HttpRequest) -> HttpResponse:
    """Before private pages: signing in may help the unknown; the others lack the right."""
    next_url = next_url_from(request.GET, request=request, default="/")
    if request.user.is_authenticated:
        _tell_learners(request, next_url)
        # Leading them back to the page they come from would never end.
        raise PermissionDenied
    return redirect_to_login(next_url)


def no_failwhale(request: HttpRequest) -> HttpResponse:
    """Instead of Wagtail's own, where anybody in the admin can cause a 500 to see one."""
    raise Http404("There is no such page.")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    context = {"sitemap_url": public_url(reverse("sitemap"))}
    return render(request, "robots.txt", context, content_type="text/plain")


@require_safe
@public_page("q")
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`; over the limit the page says so instead of searching."""
    is_rate_limited = is_search_limited(request)
    text = "" if is_rate_limited else request.GET.get("q", "")
    results = Search(request.learner, entries_for(request)).results(text)
    context = {"results": results, "is_rate_limited": is_rate_limited, "most": MAX_RESULTS}
    return render(request, "search.html", context, status=429 if is_rate_limited else 200)


@require_safe
@public_page("q")
def search_suggestions(request: HttpRequest) -> JsonResponse:
    """Courses and lessons whose titles have a word that begins like the end of `?q=`, for the
    script of the search boxes. Over the limit none, and 429."""
    is_rate_limited = is_limited(request, group="suggest", key="ip")
    text = "" if is_rate_limited else request.GET.get("q", "")
    suggestions = Search(request.learner, entries_for(request)).suggestions(text)
    data = [suggestion.data(request) for suggestion in suggestions]
    return JsonResponse({"suggestions": data}, status=429 if is_rate_limited else 200)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_LARGE):
        return _error_page(request, 413)
    return _error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, Ratelimited):
        return rate_limits.too_many(request)
    return _error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Learners are told what is the matter with their course; visitors may be learners."""
    try:
        if isinstance(exception, CourseUnavailable):
            raise exception
        if request.resolver_match and request.resolver_match.url_name == "wagtail_serve":
            _tell_learners(request, request.path)
    except CourseUnavailable as unavailable:
        keep_nothing(request)
        context = {"unavailable": unavailable}
        return render(request, "learners/unavailable.html", context, status=404)
    # Of a page alone: the name of a file that is not there for one is not said again.
    is_file = not request.path.endswith("/")
    return _error_page(request, 404, {"next_url": "" if is_file else _next_url(request)})


def _tell_learners(request: HttpRequest, url: str) -> None:
    """Raises `CourseUnavailable` for learners of the course at `url`."""
    if learner := getattr(request, "learner", None):  # an error may come before there is one
        site = Site.find_for_request(request)
        raise_if_course_unavailable(learner, path=urlsplit(url).path, site=site)


def _next_url(request: HttpRequest) -> str:
    """Where to go on after signing in: what was asked for, or the offer to do it now."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    action = pending_action_of(request)
    return action.offer_url if action else ""


def _error_page(request: HttpRequest, status: int, context: dict | None = None) -> HttpResponse:
    keep_nothing(request)
    return render(request, f"errors/{status}.html", context, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Mostly somebody has signed in or out in another window since the form was opened: what it
    was to do is offered again."""
    action = pending_action_of(request)
    if action and request.user.is_authenticated:
        return offer(action, request, status=403)
    if response := offer_again(request):
        return response
    context = {"next_url": action.offer_url if action else ""}
    return render(request, "errors/csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 if that is all there is to it. Django asks while it handles the exception, be it
    of a view, of middleware or of another page for errors."""
    error = sys.exc_info()[1]
    if outage := outage_of(error):
        # The site's own forms store all they say or nothing; those of Wagtail do it step by step.
        may_be_saved = request.path_info.startswith(ADMIN)
        return outage_response(request, outage, error, may_be_saved=may_be_saved)
    context = {
        "request_id": current_id(),
        "is_reported": getattr(request, "is_reported", False),
        "contact_email": parseaddr(settings.CONTACT_EMAIL)[1],
    }
    # No context processors: whatever broke may break them too.
    return render(None, "errors/500.html", context, status=500)


def error_preview(request: HttpRequest, status: int) -> HttpResponse:
    """An error page to look at while developing; where DEBUG is off it has no address."""
    try:
        context = {
            "request_id": current_id(),
            "is_reported": is_anybody_told(),
            "contact_email": parseaddr(settings.CONTACT_EMAIL)[1],
        }
        return render(request, f"errors/{status}.html", context, status=status)
    except TemplateDoesNotExist as error:
        raise Http404(f"There is no page for error {status}.") from error
