"""A page visited before the worker has made its pictures shows them as soon as they are made."""

import pytest
from django.test import Client

from courses.models import CoursePage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.tests.conftest import signed_in
from media.rendition_queue import make_requested
from media.tests.factories import video

pytestmark = [pytest.mark.django_db, pytest.mark.search, pytest.mark.both_databases]


@pytest.fixture
def illustrated(index, course) -> CoursePage:
    """Of the category of `course`, and so shown on its page."""
    return factories.course(
        index, lessons=1, category=course.category, thumbnail=factories.picture()
    )


@pytest.fixture
def filmed(index) -> CoursePage:
    """Has no picture but the poster of its film."""
    return factories.course(
        index,
        category=factories.category("Films"),
        featured_video=video(poster=factories.picture()),
    )


def waits(browser: Client, address: str) -> bool:
    return "picture-soon" in browser.get(address).content.decode()


@pytest.mark.parametrize("address", ["{related}", "{filmed}", "/", "/courses/"])
def test_visitors_wait_no_longer_than_the_worker(client, course, illustrated, filmed, address):
    address = address.format(related=course.url, filmed=filmed.url)
    assert waits(client, address)
    assert "no-store" in client.get(address)["Cache-Control"]
    while make_requested():
        pass
    assert not waits(client, address)
    assert client.get(address)["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("address", ["{related}", "/", "/learn/"])
def test_learners_wait_no_longer_than_the_worker(student, course, illustrated, address):
    enroll(illustrated, by=student)
    browser = signed_in(student)
    address = address.format(related=course.url)
    assert waits(browser, address)
    while make_requested():
        pass
    assert not waits(browser, address)
