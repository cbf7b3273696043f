"""What somebody typed into a form that was not taken, as they had to sign in first.

Kept in the session, which signing in and signing up carry on in this browser, until it is sent or
somebody signs out.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase

MAX_LENGTH = 10_000  # characters of a field: any longer is no text that a form here takes


def typed_text(request: HttpRequest, form_class: type[BaseForm]) -> dict[str, str]:
    """What was posted for the fields of `form_class`, not yet checked; no files, no ticks."""
    values = {name: request.POST.get(name, "") for name in form_class.base_fields}
    return {name: value[:MAX_LENGTH] for name, value in values.items() if value}


def keep_unsent(request: HttpRequest, form_class: type[BaseForm]) -> None:
    request.session[_key(form_class)] = typed_text(request, form_class)


def unsent_text(request: HttpRequest, form_class: type[BaseForm]) -> dict[str, str]:
    """By field; empty where nothing waits. A visitor's session is not touched for it."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return {}
    return request.session.get(_key(form_class), {})


def forget_unsent(request: HttpRequest, form_class: type[BaseForm]) -> None:
    if unsent_text(request, form_class):
        del request.session[_key(form_class)]


def keeping_unsent(form_class: type[BaseForm]) -> Callable:
    """As `login_required`, for the view of a form; what was typed is there after signing in."""

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
            if request.user.is_authenticated:
                return view(request, *args, **kwargs)
            if request.method == "POST":
                keep_unsent(request, form_class)
            return redirect_to_login(request.get_full_path())

        return wrapper

    return decorate


def _key(form_class: type[BaseForm]) -> str:
    return f"unsent_{form_class.__name__}"
