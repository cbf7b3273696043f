"""Pages of people signed in: what is the same for all is kept, what is theirs is made for them."""

import re

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.models import CoursePage
from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from courses.tests.counting import get_query_count
from learners.enrollment.enrollment import enroll
from learners.models import Profile
from learners.progress.progress import complete
from learners.tests.conftest import _join, signed_in

from .test_visits import CountedQueries

pytestmark = [pytest.mark.django_db, pytest.mark.search]
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def learners(course, lessons):
    """Two who are enrolled: one has completed a lesson, the other none."""
    people = []
    for name in ("Ottilie", "Barnabas"):
        person = factories.user(name.lower())
        Profile.objects.create(user=person, display_name=f"{name} Unverwechselbar")
        enroll(course, by=person)
        people.append(person)
    complete(lessons[0], by=people[0])
    return people


@pytest.fixture
def addresses(course, lessons):
    return ["/", "/courses/", course.url, *(lesson.url for lesson in lessons), "/learn/", "/about/"]


def page(browser, address: str) -> str:
    response = browser.get(address)
    assert (response.status_code, response["Cache-Control"]) in {
        (200, "private, no-store"),
        (200, "max-age=0, no-cache, no-store, must-revalidate, private"),
    }
    return response.content.decode()


def test_nobody_gets_what_is_another_ones(client, learners, addresses):
    first, second = map(signed_in, learners)
    for address in addresses:
        for _ in range(2):
            theirs, others = page(first, address), page(second, address)
            assert "Ottilie" in theirs
            assert "Ottilie" not in others
            assert "Barnabas" in others
            tokens = {*TOKEN.findall(theirs)}
            assert tokens
            assert not tokens & {*TOKEN.findall(others)}


def test_progress_is_each_ones_own(learners, course, lessons):
    first, second = map(signed_in, learners)
    for _ in range(2):
        assert "1 of 3 lessons complete" in page(first, lessons[1].url)
        assert "0 of 3 lessons complete" in page(second, lessons[1].url)
        assert page(first, lessons[1].url).count("Completed") == 1
        assert "Completed" not in page(second, lessons[1].url)
        assert "1 of 3 lessons, about" in page(first, course.url)
        assert "0 of 3 lessons, about" in page(second, course.url)


def test_what_a_learner_does_shows_at_once(learners, course, lessons):
    _first, second = map(signed_in, learners)
    assert "0 of 3 lessons complete" in page(second, lessons[0].url)
    second.post(reverse("learners:complete", args=[lessons[0].pk]))
    assert "Lesson complete, 1 of 3" in page(second, lessons[0].url)
    assert "1 of 3 lessons, about" in page(second, "/learn/")
    second.post(reverse("learners:leave", args=[course.pk]))
    assert "Enrol now" in page(second, course.url)
    assert second.get(lessons[1].url).status_code == 302


def test_release_shows_at_once(learners, course, lessons, addresses):
    browser = signed_in(learners[0])
    for address in addresses:
        page(browser, address)
    lessons[1].title = "Kestrel"
    lessons[1].save_revision().publish()
    for address in (course.url, *(lesson.url for lesson in lessons)):
        assert "Kestrel" in page(browser, address), address
    CoursePage.objects.filter(pk=course.pk).update(title="Osprey")
    assert "Osprey" in page(browser, lessons[0].url)


def test_page_closed_meanwhile_is_closed(learners, course, lessons):
    browser = signed_in(learners[0])
    page(browser, lessons[0].url)
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    assert browser.get(lessons[0].url).status_code != 200
    PageViewRestriction.objects.all().delete()
    page(browser, lessons[0].url)
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert browser.get(lessons[0].url).status_code == 404


def test_rights_are_asked_for_at_each_visit(course, lessons):
    """The page is kept, not who may open it."""
    setup_roles()
    person = factories.user("nobody")
    browser = signed_in(person)
    assert browser.get(lessons[1].url).status_code == 302
    _join(person, EDITORS)
    assert browser.get(lessons[1].url).status_code == 200
    person.groups.clear()
    assert browser.get(lessons[1].url).status_code == 302


@pytest.mark.both_databases
def test_warm_pages_cost_six_queries_at_most(learners, course, addresses, index):
    browser = signed_in(learners[0])
    for _ in range(3):
        enroll(factories.course(index, lessons=2), by=learners[0])
    for address in [course.url, *addresses[3:6], "/learn/"]:
        get_query_count(browser, address)
        browser.get(address)
        with CountedQueries() as queries:
            page(browser, address)
        assert queries.number <= 6, address
