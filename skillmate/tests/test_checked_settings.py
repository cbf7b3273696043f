"""A variable that says nothing of use is refused by its name, and with what to write."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from skillmate.settings.checked import sentry_dsn, site_url, whole_number
from skillmate.settings.databases import caches


class Env(environ.Env):
    def __init__(self, **values: str) -> None:
        super().__init__()
        self.ENVIRON = values


@pytest.mark.parametrize("value", ["1 GB", "-1", "1.5", "1e9", "1_000", "٣"])
def test_what_is_no_whole_number(value):
    with pytest.raises(ImproperlyConfigured, match=r"DISK_FREE_MIN is .* e\.g\. 7\."):
        whole_number(Env(DISK_FREE_MIN=value), "DISK_FREE_MIN", default=7)


@pytest.mark.parametrize(("values", "number"), [({}, 7), ({"A": ""}, 7), ({"A": " 12 "}, 12)])
def test_what_is_a_whole_number(values, number):
    assert whole_number(Env(**values), "A", default=7) == number
    with pytest.raises(ImproperlyConfigured, match="13 or more"):
        whole_number(Env(**values), "A", default=7, least=13)


@pytest.mark.parametrize("value", ["fast", "0", "-1", "11", "nan"])
def test_cache_that_would_be_waited_for_wrongly(tmp_path, value):
    env = Env(CACHE_URL="redis://127.0.0.1:6379/0", CACHE_TIMEOUT=value)
    with pytest.raises(ImproperlyConfigured, match="CACHE_TIMEOUT is"):
        caches(env, tmp_path)


@pytest.mark.parametrize("value", ["", "0.5"])
def test_cache_is_waited_for_so_long(tmp_path, value):
    env = Env(CACHE_URL="redis://127.0.0.1:6379/0", CACHE_TIMEOUT=value)
    assert caches(env, tmp_path)["default"]["OPTIONS"]["socket_timeout"] == float(value or 0.3)


@pytest.mark.parametrize(
    "value",
    [
        "https://learn.example.org/school",
        "https://learn.example.org/?a=b",
        "https://learn.example.org#a",
        "https://ann@learn.example.org",
        "https://learn.example.org:port",
        "https://learn. example.org",
        "learn.example.org",
        "ftp://learn.example.org",
        "https://",
    ],
)
def test_what_is_no_address_of_a_site(value):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is .*without a path"):
        site_url(Env(SITE_URL=value))


@pytest.mark.parametrize("value", ["https://learn.example.org", "http://127.0.0.1:8000/"])
def test_what_is_the_address_of_a_site(value):
    assert site_url(Env(SITE_URL=value)) == value.rstrip("/")


@pytest.mark.parametrize("value", ["yes", "https://sentry.example.org/2", "https://key@host/"])
def test_what_is_no_dsn(value):
    with pytest.raises(ImproperlyConfigured, match="SENTRY_DSN") as error:
        sentry_dsn(Env(SENTRY_DSN=value))
    assert value not in str(error.value)  # a part of it is a key


def test_what_is_a_dsn():
    assert sentry_dsn(Env(SENTRY_DSN="https://key@sentry.example.org/2")).endswith("/2")
    assert sentry_dsn(Env()) == ""
