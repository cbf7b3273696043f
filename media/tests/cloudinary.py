"""Fixtures of the stand-in Cloudinary server, and the guard that lets no test leave the machine.

A plugin of the root `conftest.py`, so that every app's tests can use them.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from .standin import StandIn

LOCAL_HOSTS = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None}  # noqa: S104  (addresses of one's own)
CLOUD_STORAGE = {"BACKEND": "media.cloudinary_storage.CloudinaryStorage"}


@pytest.fixture(scope="session")
def cloudinary_server() -> Iterator[StandIn]:
    server = StandIn().start()
    yield server
    server.stop()


@pytest.fixture
def cloudinary(cloudinary_server: StandIn, settings) -> Iterator[StandIn]:
    """The site keeps its images and videos in the stand-in, which begins empty."""
    cloudinary_server.reset()
    settings.CLOUDINARY_ACCOUNT = cloudinary_server.account
    settings.STORAGES = {**settings.STORAGES, "images": CLOUD_STORAGE}
    yield cloudinary_server
    cloudinary_server.reset()


@pytest.fixture
def live_cloudinary(settings, db) -> Iterator[None]:
    """The site keeps its images in the account of CLOUDINARY_TEST_URL, and leaves none there."""
    if settings.CLOUDINARY_TEST_ACCOUNT is None:
        pytest.skip("Set CLOUDINARY_TEST_URL to try this on a real account.")
    settings.CLOUDINARY_ACCOUNT = settings.CLOUDINARY_TEST_ACCOUNT
    settings.STORAGES = {**settings.STORAGES, "images": CLOUD_STORAGE}
    yield
    from media.models import CustomImage

    for image in CustomImage.objects.all():
        image.file.storage.delete(image.file.name)


@pytest.fixture(params=["disk", "cloudinary"])
def picture_storage(request) -> str:
    """Runs a test with pictures in each of the two places."""
    if request.param == "cloudinary":
        request.getfixturevalue("cloudinary")
    return request.param


@pytest.fixture(autouse=True)
def _stays_on_this_machine(request, monkeypatch) -> Iterator[list[str]]:
    """Fails the test that opens a connection to another host, or asks for its address.

    PostgreSQL's driver connects in C and Chromium in a process of its own: neither passes here.
    """
    refused_hosts: list[str] = []
    if request.node.get_closest_marker("live"):
        yield refused_hosts
        return
    for method in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, method, _guarded(method, refused_hosts))
    for lookup in ("getaddrinfo", "gethostbyname", "gethostbyname_ex"):
        monkeypatch.setattr(socket, lookup, _guarded_lookup(lookup, refused_hosts))
    yield refused_hosts
    if refused_hosts:
        pytest.fail(f"The test wanted to talk to {', '.join(refused_hosts)}.")


def _guarded(method: str, refused_hosts: list[str]):
    original = getattr(socket.socket, method)

    def call(self: socket.socket, *args):
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_other_host(args[-1][0], refused_hosts)  # the address comes last, as in `sendto`
        return original(self, *args)

    return call


def _guarded_lookup(name: str, refused_hosts: list[str]):
    original = getattr(socket, name)

    def lookup(host, *args, **kwargs):
        _refuse_other_host(host, refused_hosts)
        return original(host, *args, **kwargs)

    return lookup


def _refuse_other_host(host: object, refused_hosts: list[str]) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOCAL_HOSTS:
        refused_hosts.append(str(name))
        raise ConnectionRefusedError(f"No test talks to {name}.")
