"""Views say which pages are the same for all visitors. The default is that none is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ClassVar

from django.http import HttpRequest, HttpResponseBase


def public_page(*parameters: str) -> Callable[[Callable], Callable]:
    """Whatever visitor asks, the view answers the same, until something public is changed.

    `parameters` are all names in the query string that it reads. For views, and for methods such
    as a page's `serve`, that take the request as their first argument.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def wrapper(*args: object, **kwargs: object) -> HttpResponseBase:
            request = next(value for value in args if isinstance(value, HttpRequest))
            request.public_page_parameters = frozenset(parameters)
            return view(*args, **kwargs)

        wrapper.may_be_public = True
        return wrapper

    return decorate


class PublicPageMixin:
    """For page types that are the same for all visitors, those behind a view restriction apart:
    visitors never see one."""

    # All names in the query string that the page reads.
    public_parameters: ClassVar[tuple[str, ...]] = ()

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return public_page(*self.public_parameters)(super().serve)(request, *args, **kwargs)
