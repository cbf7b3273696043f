"""Addresses that were given up."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction, Site

from courses.models import CoursePage
from courses.tests import factories


def add_redirect(path: str, page=None, link: str = "") -> None:
    """As Wagtail does by itself when the slug of a page changes."""
    site = Site.objects.get()
    Redirect.objects.create(old_path=path, site=site, redirect_page=page, redirect_link=link)


def test_old_address_redirects_to_the_new_one(client, course, lessons):
    add_redirect("/courses/old", course)
    add_redirect(f"{course.url}old", lessons[0])
    for path, target in (("/courses/old/", course.url), (f"{course.url}old/", lessons[0].url)):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, target)


def test_redirect_to_an_unpublished_page_is_a_404(client, course, lessons):
    url = lessons[0].url
    add_redirect(url.rstrip("/"), lessons[0])
    add_redirect("/courses/old", course)
    course.unpublish()
    for path in (url, "/courses/old/"):
        assert client.get(path).status_code == 404


def test_two_pages_that_swapped_addresses_do_not_redirect_in_circles(client, index):
    one, two = (factories.course(index, live=False) for _ in range(2))
    add_redirect(one.url.rstrip("/"), two)
    add_redirect(two.url.rstrip("/"), one)
    assert [client.get(page.url).status_code for page in (one, two)] == [404, 404]


@pytest.mark.parametrize("target", ["https://example.org/", "/search/?q=bread", "/courses"])
def test_what_is_no_page_is_taken_on_trust(client, home, target):
    add_redirect("/bread", link=target)
    assert client.get("/bread/").url == target


def test_course_published_again_is_redirected_to_again(client, course):
    add_redirect("/courses/old", course)
    course.unpublish()
    assert client.get("/courses/old/").status_code == 404
    page = CoursePage.objects.get(pk=course.pk)
    page.save_revision().publish()
    assert client.get("/courses/old/").status_code == 301


def test_private_page_is_redirected_to_for_permitted_users_alone(client, admin_client, course):
    add_redirect("/courses/old", course)
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    assert client.get("/courses/old/").status_code == 404
    assert admin_client.get("/courses/old/").url == course.url
