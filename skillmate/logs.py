"""Log lines for machines: one JSON object each, with no personal data and no secrets."""

from __future__ import annotations

import logging
import re
from copy import copy
from datetime import UTC, datetime

from django.urls import ResolverMatch, resolve
from django.utils.encoding import escape_uri_path
from pythonjsonlogger.json import JsonFormatter

from .requests import current_request, known_user

PATH_MAX_LENGTH = 500
# Below these, what is not a fixed address may hold a key that opens an account or an upload.
SECRET_BEGINNING = re.compile(
    r"/+(?:accounts|media/+uploads|admin/+password_reset)/", re.IGNORECASE
)
PATH_IN_TEXT = re.compile(r"(?<![\w:/])/[^\s'\"]+")
SECRET_PARTS = {"key", "token", "uidb36", "uidb64"}
# Fields of a record that its author may set (`extra=`). A whitelist: Django adds the request.
EXTRAS = ("status", "duration_ms", "export", "event", "account")
ADDRESS = re.compile(r"[^\s@<>\"'()=,;:/]+@[^\s@<>\"'()=,;:/]+\.\w+")
# PostgreSQL repeats the values of a row that it refuses.
ROW_VALUES = re.compile(r"DETAIL:.*")


class JsonLines(JsonFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return super().format(_without_raw_paths(record))

    def add_fields(self, log_data: dict, record: logging.LogRecord, message_dict: dict) -> None:
        log_data["time"] = datetime.fromtimestamp(record.created, UTC).isoformat()
        log_data |= {"level": record.levelname, "logger": record.name}
        log_data["message"] = _impersonal(record.message)
        log_data |= _request_facts()
        log_data |= {name: vars(record)[name] for name in EXTRAS if name in vars(record)}
        for name, told in (("exc_info", "exception"), ("stack_info", "stack")):
            if name in message_dict:
                log_data[told] = _impersonal(message_dict[name])


def shown_path(path: str, match: ResolverMatch | None = None) -> str:
    """`path` without its query, and without what may be a secret in it.

    `match` is what it leads to, looked up when not given.
    """
    path = path.partition("?")[0]
    match = match or _match(path)
    has_values = match is None or bool(match.captured_kwargs or match.args)
    if match and SECRET_PARTS & match.captured_kwargs.keys():
        return f"/{path.split('/')[1]}/…"
    if has_values and (beginning := SECRET_BEGINNING.match(path)):
        return f"{beginning[0]}…"
    return _impersonal(escape_uri_path(path))[:PATH_MAX_LENGTH]


def _request_facts() -> dict[str, object]:
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


def _without_raw_paths(record: logging.LogRecord) -> logging.LogRecord:
    """Django and gunicorn name the path of what went wrong, with whatever is in it."""
    if record.name.split(".")[0] not in {"django", "gunicorn"}:
        return record
    record = copy(record)
    if isinstance(record.args, tuple):
        record.args = tuple(map(_shown_if_path, record.args))
    if record.levelno >= logging.WARNING and isinstance(record.msg, str):
        record.msg = PATH_IN_TEXT.sub(lambda found: shown_path(found[0]), record.msg)
    return record


def _shown_if_path(value: object) -> object:
    return shown_path(value) if isinstance(value, str) and value.startswith("/") else value


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Exception:
        # Besides addresses that lead nowhere: the line about broken addresses has to be written.
        return None


def _impersonal(text: str) -> str:
    return ADDRESS.sub("<address>", ROW_VALUES.sub("DETAIL: <left out>", text))
