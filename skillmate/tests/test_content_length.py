"""Bodies that are not as long as they say, over the wire: refused or read, never a crash."""

import json
import re
import socket

import pytest
from django.db import connection

from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from courses.tests.release.conftest import person
from media.models import VideoAsset
from media.tests.uploading import REAL
from media.upload import parts
from skillmate.tests.wire import HOST, port, server_log, visitor

__all__ = ["port", "server_log", "visitor"]
pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the server is the same"),
]
CHUNKED = b"Transfer-Encoding: chunked\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
CLOSE = b"Connection: close\r\n"
CONTENT = REAL.read_bytes()
REFUSED = ("negative", "signed", "no number", "of other digits", "twice", "chunked as well")
PARTS = b"Content-Type: multipart/form-data; boundary=x\r\n"


def request_head(visitor, path: str, head: bytes) -> bytes:
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in visitor.jar.items())
    common = (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
        f"Referer: https://{HOST}/\r\nCookie: {cookies}\r\n"
    )
    return common.encode() + head + b"\r\n"


def raw_response(visitor, path: str, head: bytes, body: bytes) -> bytes:
    """What comes back to a browser that sends no more than that."""
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as line:
        line.sendall(request_head(visitor, path, head) + body)
        line.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: line.recv(65536), b""))


def statuses(response: bytes) -> list[int]:
    """Of all answers: what a body that was not announced is taken for, is answered as well."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d{3}) ", response)]


def length(number: object) -> bytes:
    return f"Content-Length: {number}\r\n".encode()


def lengths(size: int) -> dict[str, tuple[bytes, bytes]]:
    """What the head says of a body of `size` bytes."""
    return {
        "larger": length(size + 100),
        "smaller": length(size // 2),
        "negative": length(-1),
        "signed": length(f"+{size}"),
        "no number": length("many"),
        "of other digits": length("٣"),
        "past 64 bits": length(10**30),
        "twice": length(size) + length(size + 1),
        "empty": length(""),
        "absent": b"",
        "chunked as well": length(size) + CHUNKED,
        "chunked, and is not": CHUNKED,
    }


def crashes(log: bytes) -> list[str]:
    """Loggers of what came with a traceback: but Django tells so of a body that is too large."""
    lines = [json.loads(line) for line in log.splitlines()]
    return [
        line["logger"]
        for line in lines
        if "exception" in line and line["logger"] != "django.security.RequestDataTooBig"
    ]


def form(kind: bytes, token: bytes) -> bytes:
    if kind == FORM:
        return b"csrfmiddlewaretoken=" + token + b"&login=ann@example.com&password=x"
    head = b"--x\r\nContent-Disposition: form-data; name="
    return head + b'"csrfmiddlewaretoken"\r\n\r\n' + token + b"\r\n" + head + b'"login"\r\n\r\na'


@pytest.mark.parametrize("kind", [FORM, PARTS])
def test_wrong_length_breaks_nothing(home, visitor, server_log, kind):
    body = form(kind, visitor.token("/accounts/login/").encode())
    results = {
        name: statuses(raw_response(visitor, "/accounts/login/", kind + CLOSE + head, body))
        for name, head in lengths(len(body)).items()
    }
    assert [name for name, codes in results.items() if not codes or max(codes) >= 500] == []
    assert {name: codes for name, codes in results.items() if name in REFUSED} == dict.fromkeys(
        REFUSED, [400]
    )
    assert visitor.request("GET", "/").status == 200
    assert crashes(server_log.read_bytes()) == []


def test_who_never_sends_the_rest_keeps_nobody_else_waiting(home, visitor, server_log):
    visitor.token("/accounts/login/")
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as line:
            line.sendall(request_head(visitor, "/accounts/login/", FORM + length(100)) + b"a=b")
            assert visitor.request("GET", "/").status == 200
    assert visitor.request("GET", "/").status == 200
    assert crashes(server_log.read_bytes()) == []


@pytest.fixture
def upload(home, visitor) -> VideoAsset:
    """Begun by an editor, who is signed in."""
    setup_roles()
    editor = person("editor", EDITORS)
    visitor.csrf = visitor.token("/accounts/login/")
    credentials = {"login": editor.email, "password": factories.PASSWORD}
    credentials["csrfmiddlewaretoken"] = visitor.csrf
    assert visitor.request("POST", "/accounts/login/", credentials).status == 302
    visitor.csrf = visitor.jar["__Host-csrftoken"].value
    return VideoAsset.objects.create(
        name="videos/x.mp4", format="mp4", size=len(CONTENT), uploaded_by=editor
    )


def send(visitor, upload: VideoAsset, head: bytes, body: bytes = CONTENT, first: int = 0):
    """Statuses, and what is there of the upload."""
    head += (
        "Content-Type: application/octet-stream\r\n"
        f"X-CSRFToken: {visitor.csrf}\r\nX-Unique-Upload-Id: {upload.token}\r\n"
        f"Content-Range: bytes {first}-{len(CONTENT) - 1}/{len(CONTENT)}\r\n"
    ).encode()
    response = raw_response(visitor, f"/media/uploads/{upload.token}/chunk/", CLOSE + head, body)
    return statuses(response), parts.received_bytes(upload)


def test_interrupted_upload_is_resumed(upload, visitor, server_log):
    half, whole = len(CONTENT) // 2, len(CONTENT)
    # Little is sent: what a server refuses without reading it can cost the answer.
    for name in (*REFUSED, "absent"):
        responses, received = send(visitor, upload, lengths(100)[name], CONTENT[:100])
        assert (responses[0], received) == (409 if name == "absent" else 400, 0), name
    responses, received = send(visitor, upload, length(whole), CONTENT[:half])  # and leaves
    assert (responses[0], received) == (409, half)
    result = send(visitor, upload, length(whole), CONTENT[half:], first=half)  # less than it says
    assert result == ([200], whole)
    assert visitor.request("GET", f"/media/uploads/{upload.token}/").status == 200
    assert crashes(server_log.read_bytes()) == []
