"""Pages of the site itself: doors, health, robots and errors."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_ratelimit.core import is_ratelimited

from .search import search


@never_cache
def admin_door(request: HttpRequest) -> HttpResponse:
    """Into the admin for those who may, to the sign-in page for the unknown, else a 403."""
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/admin/"
    if not request.user.is_authenticated:
        return redirect_to_login(target)
    if request.user.has_perm("wagtailadmin.access_admin"):
        # Not `redirect()`, which takes what is no path for the name of a view.
        return HttpResponseRedirect(target)
    return render(request, "errors/no_admin.html", status=403)


@never_cache
def page_door(request: HttpRequest) -> HttpResponse:
    """Before private pages: signing in may help the unknown; the others lack the right."""
    if request.user.is_authenticated:
        # Leading them back to the page they come from would never end.
        raise PermissionDenied
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    return redirect_to_login(target)


def no_failwhale(request: HttpRequest) -> HttpResponse:
    """Instead of Wagtail's own, where anybody in the admin can cause a 500 to see one."""
    raise Http404("There is no such page.")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain")


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Results for `?q=`; over the limit the page says so instead of searching."""
    too_fast = is_ratelimited(
        request, group="search", key="ip", rate=settings.SEARCH_RATE, increment=True
    )
    text = "" if too_fast else request.GET.get("q", "")
    results = search(text, learner=request.learner)
    context = {"results": results, "too_fast": too_fast}
    return render(request, "search.html", context, status=429 if too_fast else 200)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "errors/csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    # No context processors: whatever broke may break them too.
    return render(None, "errors/500.html", status=500)


def error_preview(request: HttpRequest, status: int) -> HttpResponse:
    """An error page to look at while developing; where DEBUG is off it has no address."""
    try:
        return render(request, f"errors/{status}.html", status=status)
    except TemplateDoesNotExist as error:
        raise Http404(f"There is no page for error {status}.") from error
