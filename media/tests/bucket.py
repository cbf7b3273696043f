"""A bucket on this machine: moto's server, which is asked over HTTP as S3 is.

A plugin of the root `conftest.py`, so that every app's tests can use it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from unittest.mock import patch
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from .measuring import free_port

NAME = "skillmate-media"


@dataclass
class BucketServer:
    """`options` are those of the site's storages."""

    origin: str

    @property
    def options(self) -> dict:
        return {
            "bucket_name": NAME,
            "endpoint_url": self.origin,
            "region_name": "us-east-1",
            "addressing_style": "path",
            "public_url": "",
            "access_key": "key",
            "secret_key": "secret",
            "security_token": None,
        }

    @cached_property
    def client(self):
        import boto3  # so that other tests do not wait for it

        return boto3.client(
            "s3",
            endpoint_url=self.origin,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )

    def reset(self) -> None:
        """One bucket, and nothing in it."""
        urlopen(Request(f"{self.origin}/moto-api/reset", method="POST")).close()
        self.client.create_bucket(Bucket=NAME)

    def stored(self) -> list[str]:
        listing = self.client.list_objects_v2(Bucket=NAME)
        return [description["Key"] for description in listing.get("Contents", [])]

    def get(self, key: str) -> tuple[int, bytes]:
        """As somebody without any key gets it."""
        return get(f"{self.origin}/{NAME}/{key}")

    def use(self, settings, *, seconds: int = 0, **options: str) -> None:
        """Let the site keep its files here."""
        bucket = {**self.options, **options}
        settings.MEDIA_BUCKET, settings.MEDIA_LINK_SECONDS = bucket, seconds
        private = {name: value for name, value in bucket.items() if name != "public_url"}
        options = {**private, "location": "private", "querystring_expire": seconds or 60}
        settings.STORAGES = {
            **settings.STORAGES,
            **dict.fromkeys(["default", "images"], backend("Public", bucket, location="media")),
            "private": backend("", options),
        }


def backend(kind: str, bucket: dict, **options: str) -> dict:
    """As `skillmate.settings.s3` has it; a test of that compares."""
    return {
        "BACKEND": f"media.bucket.storage.{kind}BucketStorage",
        "OPTIONS": {**bucket, **options},
    }


def get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urlopen(Request(url, headers=headers)) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, b""


@pytest.fixture(scope="module")
def bucket_server() -> Iterator[BucketServer]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", f"-p{port}"]
    process = subprocess.Popen(  # noqa: S603  (above)
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    server = BucketServer(f"http://127.0.0.1:{port}")
    try:
        _wait_for(server, process)
        with _one_loader():
            yield server
    finally:
        process.kill()
        process.wait()


@contextmanager
def _one_loader() -> Iterator[None]:
    """Every storage and thread has a session of its own, which else reads megabytes of JSON about
    Amazon's services: a quarter of the time of such a test."""
    import botocore.session

    loader = cache(botocore.session.create_loader)
    with patch.object(botocore.session, "create_loader", loader):
        yield


def _wait_for(server: BucketServer, process: subprocess.Popen) -> None:
    for _attempt in range(600):
        if process.poll() is not None:
            raise RuntimeError("moto's server has ended.")
        try:
            return urlopen(f"{server.origin}/moto-api/").close()
        except URLError:
            time.sleep(0.05)
    raise TimeoutError("moto's server does not answer.")


@pytest.fixture
def bucket(bucket_server: BucketServer, settings) -> BucketServer:
    """The site keeps its files in a bucket, which begins empty."""
    bucket_server.reset()
    bucket_server.use(settings)
    return bucket_server
