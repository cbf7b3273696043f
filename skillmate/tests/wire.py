"""A server on production settings, and who asks it over the wire as a proxy does."""

import http.client
import re
from collections.abc import Iterator
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from media.tests.measuring import Worker, free_port

HOST = "learn.example.org"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture(scope="module")
def server_log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def port(django_db_setup, server_log) -> Iterator[int]:
    """Of a server that listens there, on the tables of the tests."""
    port = free_port()
    variables = {
        "DJANGO_SETTINGS_MODULE": "skillmate.tests.production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "INSECURE_HTTP": "false",
        "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "PRIVATE_MEDIA_ROOT": settings.PRIVATE_MEDIA_ROOT,
        "ADMIN_MFA_REQUIRED": "false",
        "CLOUDINARY_URL": "",
        "GOOGLE_TEST_ISSUER": "",  # which the tests themselves have
        "LOG_LEVEL": "ERROR",
    }
    with server_log.open("wb") as log, Worker(port, variables, log):
        yield port


class Visitor:
    """A browser that keeps its cookies, and what they were set with."""

    def __init__(self, port: int) -> None:
        self.port, self.jar = port, dict[str, Morsel]()

    def request(self, method: str, path: str, form: dict | None = None, **headers: str):
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in self.jar.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"https://{HOST}/",
            **headers,
        }
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        server.request(method, path, urlencode(form or {}), headers)
        response = server.getresponse()
        for line in response.headers.get_all("Set-Cookie", []):
            self.jar |= SimpleCookie(line)
        return response

    def token(self, path: str) -> str:
        return TOKEN.search(self.request("GET", path).read().decode())[1]


@pytest.fixture
def visitor(home, port) -> Visitor:
    return Visitor(port)
