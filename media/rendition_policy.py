"""Who may make pictures: not the public pages, whose readers would wait for them."""

from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

_may_make: ContextVar[bool] = ContextVar("may_make_renditions", default=True)


def may_make_renditions() -> bool:
    """In the admin, in commands and in the worker; not while a public page is made."""
    return _may_make.get()


class RenditionMiddleware:
    """A picture that is missing on a public page is made by the worker (`rendition_queue`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        is_admin = request.path_info.startswith(reverse("wagtailadmin_home"))
        token = _may_make.set(is_admin)
        try:
            return self.get_response(request)
        finally:
            _may_make.reset(token)
