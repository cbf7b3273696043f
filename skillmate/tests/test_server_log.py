"""gunicorn with the production settings writes nothing but JSON lines."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from skillmate.tests.test_settings import COMPLETE

REQUESTS = (
    b"GET /healthz?mail=ann@example.org HTTP/1.1\r\nHost: learn.example.org\r\n"
    b"X-Request-ID: 0123456789abcdef0123456789abcdef\r\n",
    b"GET /accounts/confirm-email/s3cr3t/ HTTP/1.1\r\nHost: learn.example.org\r\n"
    b"X-Forwarded-Proto: https\r\n",
    b"GET /a%0a%7B%22forged%22:1%7D HTTP/1.1\r\nHost: learn.example.org\r\n",
    b"GET /accounts/confirm-email/s3cr3t/ HTTP/nonsense\r\nHost: learn.example.org\r\n",
)


COMPLAINT = ("gunicorn.http.wsgi", "WARNING")


def response(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request + b"Connection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture
def server(tmp_path):
    """The port of a server whose database has no tables, and where it writes its log.

    Nor are there hashed styles for its page for errors: what breaks there is for gunicorn to tell.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **COMPLETE,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        "TRUSTED_PROXY_COUNT": "1",
        "HOME": str(tmp_path),
        "PATH": str(Path(sys.executable).parent),
    }
    log = tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "skillmate.wsgi", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as stderr:
        process = subprocess.Popen(  # noqa: S603  (our own command)
            command, cwd=settings.BASE_DIR, env=environment, stdout=stderr, stderr=stderr
        )
        try:
            yield port, log
        finally:
            process.send_signal(signal.SIGQUIT)  # at once
            process.wait(timeout=60)


def wait_for(port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def test_server_logs_json_lines_alone(server):
    port, log = server
    wait_for(port)
    responses = [response(port, request).split(b"\r\n")[0] for request in REQUESTS]
    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    requests = [line for line in lines if line["logger"] == "skillmate.access"]
    error = next(line for line in lines if "exception" in line)
    assert [status_line.split()[1] for status_line in responses] == [b"200", b"500", b"301", b"400"]
    assert [(entry["status"], entry["path"]) for entry in requests] == [
        (200, "/healthz"),
        (500, "/accounts/…"),
        (301, "/a%0A%7B%22forged%22:1%7D"),
    ]
    assert requests[0]["request_id"] == "0123456789abcdef0123456789abcdef"
    assert "sqlite3.OperationalError: SQLITE_ERROR" in error["exception"]
    assert lines[-1]["message"] == "Invalid request from ip=127.0.0.1: <left out>"
    assert [secret for secret in ("ann@", "s3cr3t", "?mail") if secret in text] == []
    assert [*log.parent.glob(".*")] == []  # its control socket is not in the user's home


def test_a_head_has_the_length_of_a_get_and_no_complaint_in_the_log(server):
    port, log = server
    wait_for(port)
    request_line = b" /healthz HTTP/1.1\r\nHost: learn.example.org\r\n"
    (get_headers, body), (head_headers, head_body) = [
        response(port, method + request_line).split(b"\r\n\r\n", 1) for method in (b"GET", b"HEAD")
    ]
    length = b"Content-Length: %d" % len(body)
    assert (length in get_headers, length in head_headers, head_body) == (True, True, b"")
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line for line in lines if (line["logger"], line["level"]) == COMPLAINT] == []
