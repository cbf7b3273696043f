"""Notifications: what Cloudinary tells a site of its own accord."""

from __future__ import annotations

import json
import time
from urllib.request import Request, urlopen

from . import signatures


def notification(content: dict, secret: str, *, timestamp: int | None = None):
    """The raw body and headers of a notification; signed `timestamp` seconds after the epoch."""
    body = json.dumps(content).encode()
    moment = str(int(time.time()) if timestamp is None else timestamp)
    headers = {
        "Content-Type": "application/json",
        "X-Cld-Timestamp": moment,
        "X-Cld-Signature": signatures.of_notification(body, moment, secret),
    }
    return body, headers


def send(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Post a notification; the status of the answer."""
    with urlopen(Request(url, body, headers), timeout=10) as response:
        return response.status
