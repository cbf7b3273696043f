"""What one person is shown is kept by no cache that others get it from."""

import pytest
from django.db import connection

from .site_fixture import ROLES

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="what caches are told is the same on either database"
    ),
]
# The same for everyone who asks.
PUBLIC_PATHS = {
    "/robots.txt",
    "/sitemap-pages.xml",
    "/sitemap.xml",
    "/healthz",
    "/readyz",
    "/site-version/",
    "/.well-known/security.txt",
    "/admin/sprite/",
    "/admin/jsi18n/",
}
FILE_PATHS = ("{document_url}", "/media/videos/")


@pytest.mark.parametrize("role", ROLES[1:])
def test_page_of_a_member_is_in_no_shared_cache(visits_of, role):
    pages = [visit for visit in visits_of(role) if visit.status == "200" and visit.method == "GET"]
    shared_pages = [
        f"{visit.path}: {visit.caching}"
        for visit in pages
        if visit.path not in PUBLIC_PATHS and not _is_of_one_person(visit.caching)
    ]
    assert not shared_pages, "\n".join(shared_pages)
    assert len(pages) > 30


def _is_of_one_person(caching: str) -> bool:
    cache_control, _, vary = caching.partition("; varies by ")
    return bool({"private", "no-store"} & {*cache_control.split(", ")}) and "Cookie" in vary


@pytest.mark.parametrize("role", ["teacher", "editor", "admin"])
def test_file_behind_a_gate_is_kept_nowhere(visits_of, role):
    headers = [
        visit.caching
        for visit in visits_of(role)
        if visit.path.startswith(FILE_PATHS) and (visit.method, visit.status) == ("GET", "200")
    ]
    assert {caching.partition("; ")[0] for caching in headers} == {"private, no-store"}
    assert len(headers) == 3
