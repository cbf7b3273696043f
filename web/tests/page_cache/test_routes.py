"""Which site and page answer is found as Wagtail finds them, in fewer queries."""

from itertools import combinations

import pytest
from django.db import transaction
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from web.page_cache.fragments import read_site_version
from web.page_cache.routes import site_of, use_kept_parts

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

# Host, port, and whether it is the one for all other hosts.
SITES = [("a.example", 80, True), ("b.example", 80, False), ("b.example", 81, False)]
HOSTS = ["a.example", "b.example", "c.example"]


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_site_is_the_one_wagtail_finds(number):
    root = Page.objects.first()
    for sites in combinations(SITES, number):
        with transaction.atomic():
            Site.objects.all().delete()
            for hostname, port, is_default in sites:
                Site.objects.create(
                    hostname=hostname, port=port, is_default_site=is_default, root_page=root
                )
            for host in HOSTS:
                for port in ("80", "81"):
                    found = site_of(Site.objects.all(), host, port)
                    assert found == sites_of_wagtail(host, port), (sites, host, port)


def sites_of_wagtail(host: str, port: str) -> Site | None:
    try:
        return get_site_for_hostname(host, port)
    except Site.DoesNotExist:
        return None


def test_roots_are_those_wagtail_knows(home, rf, django_assert_num_queries):
    Site.objects.create(hostname="below.example", port=8000, root_page=home.get_children().first())
    Site.clear_site_root_paths_cache()
    roots = Site.get_site_root_paths()
    request = rf.get("/", headers={"host": "below.example:8000"})
    read_site_version(request)
    with django_assert_num_queries(1 + 1):  # the version is read again
        use_kept_parts(request)
    assert request._wagtail_cached_site_root_paths == roots
    assert Site.find_for_request(request).hostname == "below.example"
