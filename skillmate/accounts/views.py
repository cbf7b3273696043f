"""Pages of the accounts that allauth does not have."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from web.next_url import next_url_from
from web.rate_limits import limited

from .account_deletion import close_account
from .admin_mfa_middleware import ADMIN, NEXT_URL_KEY
from .export import export_account
from .last_superuser import LastSuperuserRefusal
from .second_step import steps_of
from .transactions import all_or_nothing, stored_together

# Of the file, which people read as well.
JSON_OPTIONS = {"indent": 2, "ensure_ascii": False}


def button_of(page_name: str) -> Callable:
    """For a view that is posted to by a button on that page: whoever has to sign in first comes
    back to the button, as the address of the view itself shows nothing."""

    def decorate(view: Callable) -> Callable:
        @require_POST
        @never_cache
        @wraps(view)
        def wrapper(request: HttpRequest, **kwargs) -> HttpResponse:
            if request.user.is_authenticated:
                return view(request, **kwargs)
            return redirect_to_login(reverse(page_name))

        return wrapper

    return decorate


@require_safe
@never_cache
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Why the editor needs a second step, the ways to one, and where it goes on afterwards."""
    next_url = next_url_from(request.GET, request=request, default=ADMIN)
    if steps_of(request.user):
        return HttpResponseRedirect(next_url)  # `redirect()` could take it for the name of a view
    request.session[NEXT_URL_KEY] = next_url
    return TemplateResponse(request, "account/second_step.html")


@require_safe
@never_cache
@login_required
def your_data(request: HttpRequest) -> HttpResponse:
    """Whoever has not just said who they are is asked for it before the file is offered."""
    is_known = not is_reauthentication_required(request, app="")
    return TemplateResponse(request, "account/your_data.html", {"is_known": is_known})


@button_of("your_data")
@limited(group="export", key="user")
def download_data(request: HttpRequest) -> HttpResponse:
    """A file of everything the site keeps of the person signed in."""
    if is_reauthentication_required(request, app=""):
        # And back to the page: sent in answer to the form that asks, the file would leave it
        # on the screen, as if nothing had happened.
        query = urlencode({REDIRECT_FIELD_NAME: reverse("your_data")})
        return HttpResponseRedirect(f"{reverse('account_reauthenticate')}?{query}")
    response = JsonResponse(
        export_account(request.user, by=request.user), json_dumps_params=JSON_OPTIONS
    )
    filename = f"your-data-{timezone.now():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
@reauthentication_required
def delete_account(request: HttpRequest) -> HttpResponse:
    """Says what goes and what stays; by POST the account of the person signed in is deleted."""
    if request.method != "POST":
        return TemplateResponse(request, "account/delete.html")
    try:
        with all_or_nothing(request):
            close_account(request.user, by=request.user)
            logout(request)
    except LastSuperuserRefusal as refusal:
        context = {"refusal": str(refusal)}
        return TemplateResponse(request, "account/delete.html", context, status=409)
    return redirect("account_deleted")


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(request, "account/deleted.html")


@button_of("usersessions_list")
@stored_together
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Signs one browser of the person signed in out; the list offers the others alone."""
    if sessions := list(UserSession.objects.filter(id=session_id, user=request.user)):
        end_sessions(request, sessions)
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("You are not signed in there, or not any more."))
    return redirect("usersessions_list")
