"""Who may go on to the pages of instructors and editors, whatever they ask for there."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from learners.decorators import text_response

from .second_step import is_taken, reauthentication_url_name, steps_of

ADMIN = "/admin/"
# Learners' names and progress, and what fills the disk, are as good as the admin to a thief.
PROTECTED_PATHS = (ADMIN, "/teach/", "/media/uploads/")
NEXT_URL_KEY = "wanted_in_admin"  # in the session: where to go on once the second step is set up


class AdminMFAMiddleware:
    """Asks before any view does: no view of Wagtail or of an add-on has to remember to."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = None
        if request.path_info.startswith(PROTECTED_PATHS) and request.user.is_authenticated:
            response = _denied_response(request)
        return response or self.get_response(request)


def _denied_response(request: HttpRequest) -> HttpResponse | None:
    """The refusal or the detour for somebody signed in; None lets them pass."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        return _no_admin_response(request) if request.path_info.startswith(ADMIN) else None
    if not settings.ADMIN_MFA_REQUIRED:
        return None
    steps = steps_of(request.user)
    if steps and is_taken(request):
        if NEXT_URL_KEY in request.session:
            del request.session[NEXT_URL_KEY]
        return None
    return _second_step_redirect(
        request, reauthentication_url_name(steps) if steps else "second_step"
    )


def _no_admin_response(request: HttpRequest) -> HttpResponse:
    if _is_page(request):
        return render(request, "errors/no_admin.html", status=403)
    message = _("You are signed in as %(email)s, and this account cannot open the editor.")
    return text_response(message % {"email": request.user.email}, status=403)


def _second_step_redirect(request: HttpRequest, url_name: str) -> HttpResponse:
    if not _is_page(request):
        message = _("The editor needs your second step first. Reload the page to take it.")
        return text_response(message, status=403)
    # What was posted is lost, and its address may take nothing else.
    next_url = request.get_full_path() if request.method == "GET" else ADMIN
    return redirect(f"{reverse(url_name)}?{urlencode({'next': next_url})}")


def _is_page(request: HttpRequest) -> bool:
    """Whether a person sees the answer. Scripts get a status: they would follow a redirect."""
    is_script = request.headers.get("x-requested-with") or request.headers.get("hx-request")
    return not is_script and request.headers.get("sec-fetch-mode", "navigate") == "navigate"
