"""What one request asks and one answer says, free of sockets."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from . import multipart


@dataclass
class Request:
    """One request as it came, kept in the server's log. `size` is of its body, in bytes."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes = field(repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        self.path, self.query = unquote(parts.path), parse_qs(parts.query)
        self.size = len(self.body)
        self.form = multipart.Form()
        if self.method == "POST":
            self.form = multipart.parse(self.headers.get("content-type", ""), self.body)
        self.fields = self.form.fields
        self.body = b""

    @property
    def segments(self) -> list[str]:
        return self.path.strip("/").split("/")


@dataclass
class Response:
    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class ApiError(Exception):
    """An answer that is an error, in Cloudinary's words."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


def json_response(content: dict, status: int = 200) -> Response:
    return Response(status, json.dumps(content).encode())


def error_response(error: ApiError) -> Response:
    response = json_response({"error": {"message": str(error)}}, error.status)
    response.headers["X-Cld-Error"] = str(error)
    return response
