"""What a log line may tell of an exception: of which kind it is and where it was raised.

Not its message, which repeats what went wrong: the form's value that is no number, the row that
PostgreSQL refuses, in several lines and in the server's language. No pattern finds all of that. Who
looks for the fault has the kind, every line of code on the way and the id of the request.
"""

from __future__ import annotations

import os
import sqlite3
import traceback
from collections.abc import Iterator
from textwrap import indent

from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist

LEFT_OUT = "<left out>"
# Their messages are about the site alone: a setting, the name of a template.
ABOUT_THE_SITE = (ImproperlyConfigured, TemplateDoesNotExist)
CAUSED = "The above exception was the direct cause of the following exception:"
MEANWHILE = "During handling of the above exception, another exception occurred:"


def error_name(error: BaseException) -> str:
    """Its kind and, where there is one, a reason from a fixed list: "OSError: Disk quota …"."""
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in {"builtins", "__main__"}:
        name = f"{kind.__module__}.{name}"
    return f"{name}: {error_reason(error)}"


def format_traceback(error: BaseException) -> str:
    """As Python writes a traceback, with all that led to it, but without messages and notes."""
    return _chain_text(error, seen=set())


def error_chain(error: BaseException, seen: set[int] | None = None) -> Iterator[BaseException]:
    """`error` and what led to it, the latest first.

    `seen` are the ids of those already told, as chains may run in a circle.
    """
    seen = set() if seen is None else seen
    link: BaseException | None = error
    while link and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or _context(link)


def _chain_text(error: BaseException, seen: set[int]) -> str:
    parts = []
    for link in error_chain(error, seen):
        parts += [_traceback_text(link, seen), CAUSED if link.__cause__ else MEANWHILE]
    return "\n\n".join(reversed(parts[:-1]))


def _traceback_text(error: BaseException, seen: set[int]) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    lines = [f"Traceback (most recent call last):\n{frames}{error_name(error)}"]
    if isinstance(error, BaseExceptionGroup):
        inner_errors = [
            inner_error for inner_error in error.exceptions if id(inner_error) not in seen
        ]
        lines += [indent(_chain_text(inner_error, seen), "  | ") for inner_error in inner_errors]
    return "\n".join(lines)


def _context(error: BaseException) -> BaseException | None:
    return None if error.__suppress_context__ else error.__context__


def error_reason(error: BaseException) -> str:
    """Why, where that comes from a fixed list; elsewhere `LEFT_OUT`."""
    if type(error) in ABOUT_THE_SITE:
        return str(error)
    if isinstance(error, OSError) and isinstance(error.errno, int) and error.errno > 0:
        return os.strerror(error.errno)  # not its own text, nor the file's name
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", LEFT_OUT)
    return LEFT_OUT
