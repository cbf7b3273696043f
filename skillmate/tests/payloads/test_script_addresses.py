"""No field for an address keeps one that a browser would run."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.models import CoursePage, Instructor, LessonPage
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.forms import course_form, lesson_form
from courses.tests.release.conftest import client_of

from .lists import SCRIPT_ADDRESSES
from .markup import injections_in


@pytest.fixture
@cached_fixture
def admin(home) -> Client:
    return client_of(factories.user("root", is_superuser=True))


@pytest.fixture(params=SCRIPT_ADDRESSES)
def address(request) -> str:
    return request.param


def add_instructor(admin: Client, website: str) -> int:
    data = {"name": "Bea", "slug": "bea", "headline": "", "bio": "", "picture": ""}
    path = reverse("wagtailsnippets_courses_instructor:add")
    return admin.post(path, data | {"website": website}).status_code


def test_instructor_has_no_such_website(admin, address):
    assert add_instructor(admin, address) == 200
    assert not Instructor.objects.exists()


@pytest.mark.parametrize("field", ["source_url", "featured_video_url"])
def test_course_has_no_such_source_and_no_such_film(admin, course, field, address):
    path = reverse("wagtailadmin_pages:edit", args=[course.pk])
    before = course.revisions.count()
    response = admin.post(path, course_form(course, **{field: address}))
    assert (response.status_code, list(response.context["form"].errors)) == (200, [field])
    assert CoursePage.objects.get(pk=course.pk).revisions.count() == before


def linked_picture(lesson: LessonPage, address: str) -> dict:
    image = {"image": factories.picture().pk, "decorative": "", "alt_text": "A bench"}
    block = nested_form_data({"image": image, "caption": "", "link": address})
    return lesson_form(lesson, body=streamfield([("image", {})])) | {
        f"body-0-value-{name}": value for name, value in block.items()
    }


def save_picture(admin: Client, lesson: LessonPage, address: str) -> int:
    path = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    return admin.post(path, linked_picture(lesson, address)).status_code


def test_picture_leads_to_no_such_place(admin, lessons, address):
    assert save_picture(admin, lessons[0], address) == 200
    assert LessonPage.objects.get(pk=lessons[0].pk).latest_revision is None


def test_same_forms_take_an_address_of_the_web(admin, lessons):
    address = "https://example.com/"
    assert (add_instructor(admin, address), save_picture(admin, lessons[0], address)) == (302, 302)


def test_video_of_another_service_is_addressed_by_us_alone(client, lessons, address):
    lesson = LessonPage.objects.get(pk=lessons[0].pk)
    embed = {"provider": "youtube", "video_id": address, "title": "x"}
    lesson.body = [("embed", embed), ("embed", embed | {"provider": "x"})]
    lesson.free_preview = True
    lesson.save()
    html = client.get(lesson.url).content.decode()
    assert (injections_in(html), "<iframe" in html) == ([], False)
