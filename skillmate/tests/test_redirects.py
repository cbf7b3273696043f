"""Addresses that were given up."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from courses.models import CoursePage
from courses.tests import factories

pytestmark = pytest.mark.both_databases


def lead(path: str, page=None, link: str = "") -> None:
    """As Wagtail does by itself when the slug of a page changes."""
    site = Site.objects.get()
    Redirect.objects.create(old_path=path, site=site, redirect_page=page, redirect_link=link)


def test_old_address_leads_to_the_new_one(client, course, lessons):
    lead("/courses/old", course)
    lead(f"{course.url}old", lessons[0])
    for path, target in (("/courses/old/", course.url), (f"{course.url}old/", lessons[0].url)):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, target)


def test_page_that_is_offline_leads_nowhere_and_not_to_itself(client, course, lessons):
    own = lessons[0].url
    lead(own.rstrip("/"), lessons[0])
    lead("/courses/old", course)
    course.unpublish()
    for path in (own, "/courses/old/"):
        assert client.get(path).status_code == 404


def test_two_pages_that_swapped_addresses_do_not_lead_in_circles(client, index):
    one, two = (factories.course(index, live=False) for _ in range(2))
    lead(one.url.rstrip("/"), two)
    lead(two.url.rstrip("/"), one)
    assert [client.get(page.url).status_code for page in (one, two)] == [404, 404]


@pytest.mark.parametrize("target", ["https://example.org/", "/search/?q=bread", "/courses"])
def test_what_is_no_page_is_taken_on_trust(client, home, target):
    lead("/bread", link=target)
    assert client.get("/bread/").url == target


def test_course_back_online_is_led_to_again(client, course):
    lead("/courses/old", course)
    course.unpublish()
    assert client.get("/courses/old/").status_code == 404
    page = CoursePage.objects.get(pk=course.pk)
    page.save_revision().publish()
    assert client.get("/courses/old/").status_code == 301


def test_private_page_is_led_to_by_those_it_is_for_alone(client, admin_client, course):
    lead("/courses/old", course)
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    assert client.get("/courses/old/").status_code == 404
    assert admin_client.get("/courses/old/").url == course.url
