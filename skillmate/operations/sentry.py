"""Reports of errors for Sentry, or for what speaks its protocol. Off unless `SENTRY_DSN` is set.

None of the SDK's integrations is on: they gather requests, people, queries and local variables by
themselves. What leaves is written here, and `before_send` lets nothing else by.
"""

from __future__ import annotations

import atexit
import os
from traceback import FrameSummary, extract_tb

import sentry_sdk

from skillmate.exception_logging import error_chain, error_reason
from skillmate.version import VERSION

PASSED = {
    *("event_id", "timestamp", "platform", "level", "release", "environment", "sdk"),
    *("exception", "transaction", "tags"),
}


def start(dsn: str) -> None:
    """Raises what the SDK does for a `dsn` that is none."""
    sentry_sdk.init(
        dsn,
        release=f"skillmate@{VERSION}",
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        before_send=_without_anything_else,
        enable_backpressure_handling=False,
        enable_logs=False,
        enable_metrics=False,
        include_local_variables=False,
        max_breadcrumbs=0,
        propagate_traces=False,
        send_client_reports=False,
        server_name="",
    )
    atexit.register(sentry_sdk.flush, timeout=2)


def capture(error: BaseException, *, where: str, request_id: str) -> bool:
    """Hand `error` on; a thread of the SDK sends it. Whether it was taken."""
    event = {
        "level": "error",
        "transaction": where,
        "tags": {"request_id": request_id} if request_id else {},
        # As Sentry has it: what led to an error comes before it.
        "exception": {"values": [_exception(each) for each in reversed([*error_chain(error)])]},
    }
    return sentry_sdk.capture_event(event) is not None


def _exception(error: BaseException) -> dict:
    frames = [_frame(frame) for frame in extract_tb(error.__traceback__)]
    return {
        "type": type(error).__qualname__,
        "module": type(error).__module__,
        "value": error_reason(error),
        # The SDK stumbles over one that is None.
        **({"stacktrace": {"frames": frames}} if frames else {}),
    }


def _frame(frame: FrameSummary) -> dict:
    return {
        "filename": os.path.relpath(frame.filename),
        "abs_path": frame.filename,
        "function": frame.name,
        "lineno": frame.lineno,
        "context_line": frame.line,
        "in_app": "site-packages" not in frame.filename,
    }


def _without_anything_else(event: dict, hint: dict) -> dict:
    return {name: value for name, value in event.items() if name in PASSED}
