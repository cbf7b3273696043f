"""The public page of somebody who teaches: as long as a live course credits her, and no longer."""

import json
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from courses.models import CatalogueEntry, CourseInstructor, CoursePage, Instructor
from courses.release.archiving import archive
from courses.tests import factories
from courses.tests.catalogue_truth import check_entries
from courses.tests.counting import get_query_count
from courses.tests.release.conftest import client_of
from learners.tests.test_profile import picture
from media.rendition_queue import make_requested
from skillmate.accounts.account_deletion import close_account
from web.tests.page_cache.cold import forget_pages

from .conftest import decide, write

pytestmark = pytest.mark.both_databases

PAGE = "/instructors/ada-lovelace/"
PORTRAIT = f"{PAGE}portrait/"


@pytest.fixture
def portrayed(taught_course, ada, instructor_client, editor_client) -> CoursePage:
    write(instructor_client, portrait=picture())
    decide(editor_client, ada, "approve")
    make_requested()
    return taught_course


def status(path: str, client: Client | None = None) -> int:
    return (client or Client()).get(path).status_code


def text(path: str) -> str:
    return Client().get(path).content.decode()


def in_sitemap() -> bool:
    return PAGE in text("/sitemap.xml")


def test_course_card_and_search_engines_lead_to_it(portrayed):
    page, course, catalogue = text(PAGE), text(portrayed.url), text("/courses/")
    for link in (f'href="{portrayed.url}"', f'src="{PORTRAIT}?', "Computes", "First words."):
        assert link in page
    assert course.count(f'href="{PAGE}"') == 2
    assert f'href="{PAGE}"' in catalogue
    data = json.loads(re.search(r'application/ld\+json">(.*?)</script>', course)[1])
    [person] = data["hasCourseInstance"]["instructor"]
    assert person["name"] == "Ada Lovelace"
    assert person["url"].endswith(PAGE)
    assert in_sitemap()
    check_entries()
    response = Client().get(PORTRAIT)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert response["Cache-Control"] == "public, no-cache"


def unpublish(course: CoursePage) -> None:
    course.unpublish()


def restrict(course: CoursePage) -> None:
    PageViewRestriction.objects.create(page=course, restriction_type="login")


def restrict_all(course: CoursePage) -> None:
    PageViewRestriction.objects.create(page=course.get_parent(), restriction_type="login")


def discredit(course: CoursePage) -> None:
    course.taught_by.all().delete()


@pytest.mark.parametrize("change", [unpublish, restrict, restrict_all, discredit])
def test_it_is_gone_in_the_next_request(portrayed, instructor_client, change):
    assert status(PAGE) == status(PORTRAIT) == 200
    change(portrayed)
    assert status(PAGE) == status(PORTRAIT) == 404
    assert status(PAGE, instructor_client) == 404
    assert status(PORTRAIT, instructor_client) == 200  # as previews show it to colleagues
    sam = client_of(factories.user("sam"))
    assert status(PORTRAIT, sam) == 404
    assert not in_sitemap()
    if change in (restrict, restrict_all):
        course = sam.get(portrayed.url).content.decode()
        assert "Ada Lovelace" in course
        assert PAGE + '"' not in course


def test_of_archived_courses_alone_it_stays_and_nobody_is_led_there(portrayed, editor):
    archive(portrayed, by=editor)
    page = text(PAGE)
    assert "noindex" in page
    assert portrayed.title not in page
    assert not in_sitemap()


def test_whose_account_is_deleted_has_no_page(portrayed, ada, instructor, editor, editor_client):
    close_account(User.objects.get(pk=instructor.pk), by=editor)
    ada.refresh_from_db()
    for path in (PAGE, PORTRAIT, f"/instructors/{ada.slug}/", f"/instructors/{ada.slug}/portrait/"):
        assert status(path) == 404
    course = text(portrayed.url)
    assert "Former instructor" in course
    assert "/instructors/" not in course
    assert not in_sitemap()
    check_entries()
    chooser = "/admin/snippets/choose/courses/instructor/"
    assert "Former" not in editor_client.get(chooser).content.decode()


def test_guest_without_portrait_and_right_to_left(course):
    guest = Instructor.objects.create(name="عائشة", slug="عائشة", bio="نص")
    course.taught_by.add(CourseInstructor(instructor=guest))
    course.save_revision().publish()
    page = text("/instructors/عائشة/")
    assert '<h1 dir="auto">عائشة</h1>' in page
    assert "teacher__initial" in page
    assert "<bdi>" in text("/courses/")
    assert status("/instructors/عائشة/portrait/") == 404


@pytest.mark.parametrize("path", ["/instructors/nobody/", "/instructors/%00/", "/instructors/-/"])
@pytest.mark.bad_input
def test_nobody_of_that_name(home, path):
    assert status(path) in (400, 404)


def test_further_courses_cost_no_query_and_come_in_pages(portrayed, ada):
    def count() -> int:
        forget_pages()
        return get_query_count(Client(), PAGE)

    count()
    before = count()
    for _ in range(2):
        other = factories.course(portrayed.get_parent().specific)
        other.taught_by.add(CourseInstructor(instructor=ada))
        other.save_revision().publish()
    assert CatalogueEntry.objects.public().count() == Page.objects.type(CoursePage).live().count()
    assert count() == before
    assert status(f"{PAGE}?page=99") == status(f"{PAGE}?page=x") == 200
