"""Log lines for machines: one JSON object each, with no personal data and no secrets."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from copy import copy
from datetime import UTC, datetime
from functools import partial

from django.urls import ResolverMatch, resolve
from django.utils.encoding import escape_uri_path
from pythonjsonlogger.json import JsonFormatter

from web.request_id import current_request, known_user

from .exception_logging import LEFT_OUT, error_name, format_traceback

PATH_MAX_LENGTH = 500
# Below these, what is not a fixed address may hold a key that opens an account or an upload.
SECRET_PREFIX = re.compile(r"/+(?:accounts|media/+uploads|admin/+password_reset)/", re.IGNORECASE)
PATH_IN_TEXT = re.compile(r"(?<![\w:/])/[^\s'\"]+")
SECRET_PARTS = {"key", "token", "uidb36", "uidb64"}
# Fields of a record that its author may set (`extra=`). A whitelist: Django adds the request.
EXTRAS = ("status", "duration_ms", "export", "event", "account")
ADDRESS = re.compile(r"[^\s@<>\"'()=,;:/]+@[^\s@<>\"'()=,;:/]+\.\w+")
# Of an address elsewhere, what says where: its path and query may hold anything.
URL = re.compile(r"(https?://)(?:[^/\s'\"@]*@)?([^/\s'\"?#]+)[^\s'\"]*", re.IGNORECASE)
# Exceptions that come as text. gunicorn repeats what it could not read as HTTP, and warnings of
# Python the value they warn of. Kept is who sent it, and where and of which kind the warning is.
TEXTS = {
    "gunicorn": re.compile(r"^(Invalid request from ip=\S*): .*", re.DOTALL),
    "py": re.compile(r"^(.+?:\d+: \w+): .*", re.DOTALL),
}


class JsonLines(JsonFormatter):
    def format(self, record: logging.LogRecord) -> str:
        record = copy(record)
        _leave_out_messages(record)
        _leave_out_raw_paths(record)
        return super().format(record)

    def formatException(self, ei: tuple) -> str:  # noqa: N802  (as logging calls it)
        return format_traceback(ei[1]) if ei[1] else ""

    def add_fields(self, log_data: dict, record: logging.LogRecord, message_dict: dict) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        log_data |= {"level": record.levelname, "logger": record.name}
        log_data["message"] = _without_personal_data(_without_exception_text(record))
        log_data |= _request_fields()
        log_data |= {name: vars(record)[name] for name in EXTRAS if name in vars(record)}
        for name, field in (("exc_info", "exception"), ("stack_info", "stack")):
            if name in message_dict:
                log_data[field] = _without_personal_data(message_dict[name])


def shown_path(path: str, match: ResolverMatch | None = None) -> str:
    """`path` without its query, and without what may be a secret in it.

    `match` is what it leads to, looked up when not given.
    """
    path = path.partition("?")[0]
    match = match or _match(path)
    has_values = match is None or bool(match.captured_kwargs or match.args)
    if match and SECRET_PARTS & match.captured_kwargs.keys():
        return f"/{path.split('/')[1]}/…"
    if has_values and (prefix := SECRET_PREFIX.match(path)):
        return f"{prefix[0]}…"
    return _without_personal_data(escape_uri_path(path))[:PATH_MAX_LENGTH]


def _request_fields() -> dict[str, object]:
    request = current_request()
    if request is None:
        return {}
    user, match = known_user(request), request.resolver_match
    return {
        "request_id": request.id,
        "user_id": user.pk if user else None,
        "method": request.method[:10],
        "path": shown_path(request.path_info, match),
        "route": match.view_name if match else None,
    }


def _leave_out_messages(record: logging.LogRecord) -> None:
    """Exceptions are named, wherever they are put into a line."""
    record.exc_text = None  # as another handler may have written it
    redact = partial(_named_if_exception, error=record.exc_info[1] if record.exc_info else None)
    record.msg = redact(record.msg)
    if isinstance(record.args, Mapping):
        record.args = {name: redact(value) for name, value in record.args.items()}
    elif record.args:
        record.args = tuple(map(redact, record.args))


def _named_if_exception(value: object, error: BaseException | None) -> object:
    """Django also makes a line of an exception's message, which comes with the exception."""
    if isinstance(value, BaseException):
        return error_name(value)
    if error and isinstance(value, str) and value and value in _spellings(str(error)):
        return error_name(error)
    return value


def _spellings(text: str) -> tuple[str, str]:
    """As it is, and as Django's `log_response` puts it into a line."""
    return text, text.encode("unicode_escape").decode("ascii")


def _without_exception_text(record: logging.LogRecord) -> str:
    pattern = TEXTS.get(record.name.split(".")[0])
    return pattern.sub(rf"\1: {LEFT_OUT}", record.message) if pattern else record.message


def _leave_out_raw_paths(record: logging.LogRecord) -> None:
    """Django and gunicorn name the path of what went wrong, with whatever is in it."""
    if record.name.split(".")[0] not in {"django", "gunicorn"}:
        return
    if isinstance(record.args, tuple):
        record.args = tuple(map(_shown_if_path, record.args))
    if record.levelno >= logging.WARNING and isinstance(record.msg, str):
        record.msg = PATH_IN_TEXT.sub(lambda match: shown_path(match[0]), record.msg)


def _shown_if_path(value: object) -> object:
    return shown_path(value) if isinstance(value, str) and value.startswith("/") else value


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Exception:
        # Besides addresses that lead nowhere: the line about broken addresses has to be written.
        return None


def _without_personal_data(text: str) -> str:
    return ADDRESS.sub("<address>", URL.sub(r"\1\2", text))
