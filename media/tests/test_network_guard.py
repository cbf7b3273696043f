"""The guard of the tests works: whatever way a test takes, it does not leave this machine."""

import asyncio
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from io import BytesIO
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import urllib3
from django.conf import settings

from media.cloud import client
from media.cloud.exceptions import CloudUnreachableRefusal

# Addresses that no machine has (RFC 5737, RFC 3849), so that nothing is sent should it fail.
NOWHERE = "192.0.2.1"
REFUSED = "No test talks to"


@pytest.fixture
def refused_hosts(_stays_on_this_machine):
    """Where the test wanted to go. Emptied at its end, or the guard would fail it."""
    yield _stays_on_this_machine
    _stays_on_this_machine.clear()


def udp(host: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"?", (host, 53))


def ipv6(host: str) -> None:
    with socket.socket(socket.AF_INET6) as other:
        other.connect((host, 80))


def in_a_loop(host: str) -> None:
    asyncio.run(asyncio.wait_for(asyncio.open_connection(host, 80), 5))


CONNECTIONS = {
    "socket": (lambda host: socket.create_connection((host, 80), timeout=0.1), NOWHERE),
    "connect_ex": (lambda host: socket.socket().connect_ex((host, 80)), NOWHERE),
    "sendto": (udp, NOWHERE),
    "IPv6": (ipv6, "2001:db8::1"),
    "getaddrinfo": (lambda host: socket.getaddrinfo(host, 80), "example.org"),
    "gethostbyname": (lambda host: socket.gethostbyname(host), "example.org"),
    "asyncio": (in_a_loop, NOWHERE),
    "http.client": (lambda host: HTTPConnection(host, timeout=0.1).request("GET", "/"), NOWHERE),
}


@pytest.mark.parametrize("name", CONNECTIONS)
def test_no_connection_leaves_this_machine(refused_hosts, name):
    connect, host = CONNECTIONS[name]
    with pytest.raises(ConnectionRefusedError, match=REFUSED):
        connect(host)
    assert refused_hosts == [host]


@pytest.mark.parametrize("url", [f"http://{NOWHERE}/", "https://example.org/"])
def test_urllib3_does_not_leave_this_machine(refused_hosts, url):
    """The SDK of Cloudinary uses it, with pools and retries of its own."""
    with pytest.raises(urllib3.exceptions.HTTPError, match=REFUSED):
        urllib3.PoolManager().request("GET", url, retries=False, timeout=0.1)
    with pytest.raises(URLError, match=REFUSED):
        urlopen(url, timeout=0.1)
    assert len(refused_hosts) == 2


def test_the_sdk_does_not_leave_this_machine(refused_hosts, cloudinary, settings):
    addresses = {"api": "https://api.cloudinary.com", "delivery": "https://res.cloudinary.com"}
    settings.CLOUDINARY_ACCOUNT = {**cloudinary.account, **addresses}
    for call in (
        lambda: client.upload(BytesIO(b"x"), "original_images/one"),
        lambda: client.describe("original_images/one"),
        lambda: client.download("https://res.cloudinary.com/x/image/upload/one"),
    ):
        with pytest.raises(CloudUnreachableRefusal):
            call()
    assert set(refused_hosts) == {"api.cloudinary.com", "res.cloudinary.com"}


def test_a_thread_does_not_leave_this_machine_unnoticed(refused_hosts):
    def stray() -> None:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((NOWHERE, 80), timeout=0.1)

    thread = threading.Thread(target=stray)
    thread.start()
    thread.join()
    assert refused_hosts == [NOWHERE]


def test_this_machine_is_open(cloudinary):
    port = int(cloudinary.origin.rpartition(":")[2])
    for host in ("127.0.0.1", "localhost"):
        with socket.create_connection((host, port), timeout=5) as connection:
            assert connection.getpeername() == ("127.0.0.1", port)


STRAYING = """
import socket

def test_that_hides_its_failure():
    try:
        socket.create_connection(("192.0.2.1", 80), timeout=0.1)
    except OSError:
        pass
"""


def test_a_test_that_hides_where_it_went_fails_all_the_same(tmp_path):
    """In a process of its own: nothing of this one's guard is at work there."""
    (tmp_path / "test_straying.py").write_text(STRAYING)
    pytest_itself = [sys.executable, "-m", "pytest", "-c", "pyproject.toml", "-q"]
    result = subprocess.run(  # noqa: S603  (our own code, above)
        [*pytest_itself, "-p", "media.tests.cloudinary", str(tmp_path)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "The test wanted to talk to 192.0.2.1." in result.stdout
