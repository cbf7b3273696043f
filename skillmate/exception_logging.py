"""What a log line may tell of an exception: of which kind it is and where it was raised.

Not its message, which repeats what went wrong: the form's value that is no number, the row that
PostgreSQL refuses, in several lines and in the server's language. No pattern finds all of that. Who
looks for the fault has the kind, every line of code on the way and the id of the request.
"""

from __future__ import annotations

import os
import sqlite3
import traceback
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
    return f"{name}: {_reason(error)}"


def format_traceback(error: BaseException) -> str:
    """As Python writes a traceback, with all that led to it, but without messages and notes."""
    return _chain_text(error, seen=set())


def _chain_text(error: BaseException, seen: set[int]) -> str:
    """`seen` are the ids of those already told, as chains may run in a circle."""
    seen.add(id(error))
    parts = [_traceback_text(error, seen)]
    while (cause := error.__cause__ or _context(error)) and id(cause) not in seen:
        parts.append(CAUSED if error.__cause__ else MEANWHILE)
        parts.append(_traceback_text(cause, seen))
        seen.add(id(cause))
        error = cause
    return "\n\n".join(reversed(parts))


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


def _reason(error: BaseException) -> str:
    if type(error) in ABOUT_THE_SITE:
        return str(error)
    if isinstance(error, OSError) and isinstance(error.errno, int) and error.errno > 0:
        return os.strerror(error.errno)  # not its own text, nor the file's name
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorname", LEFT_OUT)
    return LEFT_OUT
