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
FOR_ALL = {
    "/robots.txt",
    "/sitemap-pages.xml",
    "/sitemap.xml",
    "/healthz",
    "/.well-known/security.txt",
    "/admin/sprite/",
    "/admin/jsi18n/",
}
FILES = ("{document_url}", "/media/videos/")


@pytest.mark.parametrize("role", ROLES[1:])
def test_page_of_a_member_is_in_no_shared_cache(walked, role):
    shown = [visit for visit in walked(role) if visit.said == "200" and visit.method == "GET"]
    shared = [
        f"{visit.path}: {visit.caching}"
        for visit in shown
        if visit.path not in FOR_ALL and not _is_of_one_person(visit.caching)
    ]
    assert not shared, "\n".join(shared)
    assert len(shown) > 30


def _is_of_one_person(caching: str) -> bool:
    told, _, varies = caching.partition("; varies by ")
    return bool({"private", "no-store"} & {*told.split(", ")}) and "Cookie" in varies


@pytest.mark.parametrize("role", ["teacher", "editor", "admin"])
def test_file_behind_a_gate_is_kept_nowhere(walked, role):
    handed_out = [
        visit.caching
        for visit in walked(role)
        if visit.path.startswith(FILES) and (visit.method, visit.said) == ("GET", "200")
    ]
    assert {caching.partition("; ")[0] for caching in handed_out} == {"private, no-store"}
    assert len(handed_out) == 3
