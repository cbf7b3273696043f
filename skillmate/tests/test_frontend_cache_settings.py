"""Servers in front are named by address; what would leave old pages standing is refused."""

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured
from wagtail.contrib.frontend_cache.utils import get_backends

from skillmate.settings.frontend_cache import purged_servers, shared_max_age

BOTH = {"PUBLIC_PAGES_SMAXAGE": "9", "PUBLIC_PAGES_PURGE": "http://10.0.0.1:8081/"}


def read(monkeypatch, **variables: str) -> tuple[int, dict]:
    monkeypatch.setattr(environ.Env, "ENVIRON", variables)
    env = environ.Env()
    return shared_max_age(env), purged_servers(env)


def test_servers_are_told_apart_by_their_addresses(monkeypatch):
    # Or the SDK asks the machine it is on for a role.
    keys = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    for name, value in keys.items():
        monkeypatch.setenv(name, value)
    urls = "http://10.0.0.1:8081/site-version/,cloudflare://to%2Fken@zone, cloudfront://E2QWRUHAPO"
    seconds, servers = read(monkeypatch, PUBLIC_PAGES_SMAXAGE="600", PUBLIC_PAGES_PURGE=urls)
    assert seconds == 600
    assert [*servers] == ["http://10.0.0.1:8081", "cloudflare://zone", "cloudfront://E2QWRUHAPO"]
    nginx, cloudflare, cloudfront = get_backends(servers).values()
    assert nginx.location == "http://10.0.0.1:8081/site-version/"
    assert cloudflare.cloudflare_token == "to/ken"
    assert cloudfront.cloudfront_distribution_id == "E2QWRUHAPO"


def test_by_default_nobody_keeps_anything(monkeypatch):
    assert read(monkeypatch) == (0, {})


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"PUBLIC_PAGES_SMAXAGE": "600"}, "PUBLIC_PAGES_SMAXAGE lets"),
        ({"PUBLIC_PAGES_PURGE": "http://10.0.0.1:8081/"}, "PUBLIC_PAGES_PURGE names"),
        ({"PUBLIC_PAGES_SMAXAGE": "1h", "PUBLIC_PAGES_PURGE": "http://x/"}, "PUBLIC_PAGES_SMAXAGE"),
        (
            {"PUBLIC_PAGES_SMAXAGE": "9", "PUBLIC_PAGES_PURGE": "10.0.0.1:8081"},
            "PUBLIC_PAGES_PURGE",
        ),
        ({"PUBLIC_PAGES_SMAXAGE": "9", "PUBLIC_PAGES_PURGE": "cloudflare://z"}, "PUBLIC_PAGES_PUR"),
    ],
)
def test_what_would_leave_old_pages_standing_is_refused(monkeypatch, variables, message):
    with pytest.raises(ImproperlyConfigured, match=f"^{message}"):
        read(monkeypatch, **variables)


def test_tokens_are_in_no_message(monkeypatch):
    variables = {"PUBLIC_PAGES_SMAXAGE": "9", "PUBLIC_PAGES_PURGE": "cloudfront://secret@zone"}
    with pytest.raises(ImproperlyConfigured) as error:
        read(monkeypatch, **variables)
    assert "secret" not in str(error.value)
