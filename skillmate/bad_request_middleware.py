"""Requests that a library cannot read are refused, not answered with a 500 (decision 0019)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch
from draftjs_exporter.error import ExporterException

from .logs import shown_path
from .views import bad_request

logger = logging.getLogger("skillmate.bad_request_middleware")

# What code says that trusts its input and is given something else.
INPUT_ERRORS = (
    ArithmeticError,
    AttributeError,
    DataError,
    ExporterException,  # of rich text, which Wagtail has from its editor as JSON
    IntegrityError,
    LookupError,
    NoReverseMatch,
    ObjectDoesNotExist,
    RecursionError,
    TypeError,
    ValidationError,
    ValueError,
)
# The code that reads forms, queries and addresses, as far as the fuzz found it to trust them: what
# each stumbles over is listed in decision 0019. Calls of ours into the rest are ours to mend.
READERS = (
    *("wagtail/admin/", "wagtail/api/", "wagtail/blocks/", "wagtail/contrib/", "wagtail/users/"),
    *("wagtail/documents/views/", "wagtail/images/views/", "wagtail/snippets/"),
    *(
        "wagtail/query.py",
        "wagtail/whitelist.py",
        "modelcluster/fields.py",
        "modelcluster/forms.py",
    ),
    *("allauth/mfa/webauthn/", "fido2/"),
)


class BadRequestMiddleware:
    """Answers 400 to a NUL in a path, and to input over which a library stumbles.

    A mistake of our own code stays a 500, and so does that of a library which was sent nothing. In
    tests all of them do (`LIBRARY_ERRORS_ARE_BAD_REQUESTS`), but in those that send bad input: a
    wrong call of ours would look the same.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL cannot even be asked for text with a NUL, and redirects are looked up by path.
        if "\0" in request.path:
            return bad_request(request, ValueError("A NUL in the path."))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not settings.LIBRARY_ERRORS_ARE_BAD_REQUESTS:
            return None
        if not isinstance(error, INPUT_ERRORS) or not _was_sent_something(request):
            return None
        if not _is_of_a_reader(error.__traceback__):
            return None
        # With its traceback: an upgrade may bring a mistake that looks like bad input.
        path = shown_path(request.path, request.resolver_match)
        logger.error("Not readable: %s %s", request.method, path, exc_info=error)
        return bad_request(request, error)


def _was_sent_something(request: HttpRequest) -> bool:
    has_parameters = bool(request.resolver_match and request.resolver_match.kwargs)
    return request.method == "POST" or bool(request.META.get("QUERY_STRING")) or has_parameters


def _is_of_a_reader(traceback: TracebackType | None) -> bool:
    """Whether the code that stumbled, or that called others there, is a library's that reads what
    was sent, and no code of ours stands below it."""
    is_of_a_reader = False
    while traceback is not None:
        file = Path(traceback.tb_frame.f_code.co_filename)
        if file.match("django/db/backends/*"):
            break  # who asked the database stands above; below there may be wrappers of anybody
        if "site-packages" in file.parts:
            is_of_a_reader |= _within_packages(file).startswith(READERS)
        elif settings.BASE_DIR in file.parents:
            is_of_a_reader = False
        traceback = traceback.tb_next
    return is_of_a_reader


def _within_packages(file: Path) -> str:
    return file.as_posix().rpartition("site-packages/")[2]
