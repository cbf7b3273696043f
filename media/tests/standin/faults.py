"""What can go wrong on the way to Cloudinary, on demand."""

from __future__ import annotations

import json
from dataclasses import dataclass

MESSAGES = {
    400: "File size too large. Got 10485761. Maximum is 10485760.",
    401: "Invalid Signature 0123abc. String to sign - 'public_id=secret-name&timestamp=1'.",
    404: "Resource not found",
    420: "Rate Limit Exceeded. Limit of 500 api operations reached.",
    429: "Too many concurrent requests",
    500: "General Error",
}
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass
class Fault:
    """`kind` is a status, "html" (502), "hang", "reset" or "garbage" (200 that is no JSON).

    After the first `skipped_calls`, it befalls `times` calls (None: all) whose path contains `on`.
    """

    kind: int | str
    times: int | None = None
    on: str = ""
    skipped_calls: int = 0

    def matches(self, path: str) -> bool:
        if self.on not in path or self.times == 0:
            return False
        if self.skipped_calls > 0:
            self.skipped_calls -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    @property
    def response(self) -> tuple[int, str, bytes]:
        """Status, content type and body, where there is an answer at all."""
        if self.kind == "html":
            return 502, "text/html", HTML
        if self.kind == "garbage":
            return 200, "application/json", b'{"public_id": "half an ans'
        status = int(self.kind)
        content = {"error": {"message": MESSAGES.get(status, "Something went wrong")}}
        return status, "application/json", json.dumps(content).encode()
