"""What a server in front learns of the version, and how long it may keep a page."""

import pytest
from django.db import connection

from web.page_cache.site_version import mark_changed

pytestmark = pytest.mark.django_db


def test_version_is_another_after_each_change(client, settings):
    settings.PUBLIC_PAGES_SMAXAGE = 60
    first, again = client.get("/site-version/"), client.get("/site-version/")
    assert (first.status_code, first["Cache-Control"]) == (200, "s-maxage=60")
    assert first["X-Site-Version"] == again["X-Site-Version"]
    assert len(first["X-Site-Version"]) == 24
    mark_changed()
    assert client.get("/site-version/")["X-Site-Version"] != first["X-Site-Version"]


def test_without_servers_in_front_there_is_nothing_to_keep(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/site-version/")
    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert "X-Site-Version" not in response


def test_a_database_that_is_away_is_no_version(client, settings, monkeypatch):
    settings.PUBLIC_PAGES_SMAXAGE = 60
    monkeypatch.setattr("web.page_cache.site_version.QUERY", "SELECT 1 FROM nothing")
    with connection.execute_wrapper(lambda execute, *arguments: execute(*arguments)):
        response = client.get("/site-version/")
    assert (response.status_code, response["Cache-Control"]) == (503, "no-store")
    assert "X-Site-Version" not in response


def test_pages_say_for_how_long_servers_in_front_may_keep_them(client, home, settings):
    assert client.get("/")["Cache-Control"] == "public, no-cache"
    settings.PUBLIC_PAGES_SMAXAGE = 60
    page = client.get("/")
    assert page["Cache-Control"] == "public, max-age=0, must-revalidate, s-maxage=60"
    assert "s-maxage" not in client.get("/contact/").get("Cache-Control", "")
