"""What a visitor sees can be cached whole: nothing personal, no session, no cookie."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from courses.teams.roles import EDITORS, setup_roles
from courses.tests.counting import get_query_count
from learners.enrollment.enrollment import enroll
from learners.models import Profile
from learners.templatetags import learner_tags
from learners.tests.conftest import _join, signed_in

pytestmark = pytest.mark.search


@pytest.fixture
def addresses(course, lessons) -> list[str]:
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return ["/", "/courses/", course.url, lessons[0].url, "/about/"]


def test_visitor_gets_no_cookie_and_no_session(client, addresses):
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert (dict(response.cookies), response.wsgi_request.session.accessed) == ({}, False), (
            address
        )
        assert "csrfmiddlewaretoken" not in response.content.decode()
        assert not response.has_header("Vary")
        assert response["Cache-Control"] == "public, no-cache"


def test_nothing_personal_stands_outside_the_account_menu(client, student, addresses):
    """On pages about no course of theirs, people signed in see the visitor's page but the menu."""
    Profile.objects.create(user=student, display_name="Ottilie Unverwechselbar")
    student_browser = signed_in(student)
    for address in ("/courses/", "/about/"):
        visitors, signed = (
            browser.get(address).content.decode() for browser in (client, student_browser)
        )
        assert "Ottilie" not in visitors
        assert _without_menu(signed) == _without_menu(visitors)
        assert "private" in student_browser.get(address)["Cache-Control"]


def _without_menu(html: str) -> str:
    head, _start, tail = html.partition('<div class="site-header__account">')
    return head + tail[tail.index('<details class="site-menu"') :]


def test_account_menu_costs_a_visitor_no_query(rf, db, django_assert_num_queries):
    from learners.learner import Learner

    request = rf.get("/")
    request.session = type("Session", (), {"accessed": False})()
    request.learner = Learner(request)
    with django_assert_num_queries(0):
        context = learner_tags.account_menu({"request": request})
        learner_tags.continue_card({"request": request})
    assert (list(context["messages"]), request.learner.is_signed_in) == ([], False)


@pytest.mark.parametrize("context", [{}, {"request": None}])
def test_account_menu_shows_on_error_pages_without_a_learner(context):
    assert learner_tags.account_menu(context)["learner"] is None
    assert learner_tags.continue_card(context) == {"continuing": None}


def test_menu_shows_the_links_of_each_role(client, student, student_client, home):
    setup_roles()
    visitor = client.get("/about/").content.decode()
    assert ["Sign in" in visitor, "Sign up" in visitor, "Sign out" in visitor] == [
        True,
        True,
        False,
    ]
    learner = student_client.get("/about/").content.decode()
    assert 'href="/learn/library/"' in learner
    assert ["Sign out" in learner, 'href="/admin/"' in learner] == [True, False]
    assert "wagtail-userbar" not in learner
    _join(student, EDITORS)
    editor = student_client.get("/about/").content.decode()
    assert ['href="/admin/"' in editor, "wagtail-userbar" in editor] == [True, True]
    page = Page.objects.get(slug="about")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in editor
    dashboard = student_client.get("/learn/").content.decode()
    assert ['href="/admin/"' in dashboard, "wagtail-userbar" in dashboard] == [
        True,
        False,
    ]


def test_message_reaches_people_who_just_signed_out(student_client, home):
    student_client.post(reverse("account_logout"))
    page = student_client.get("/")
    assert not page.wsgi_request.user.is_authenticated
    assert "You are signed out." in page.content.decode()
    assert "You are signed out." not in student_client.get("/").content.decode()


def test_message_is_shown_once(student_client, course):
    student_client.post(reverse("learners:enrol", args=[course.pk]))
    pages = [student_client.get("/about/").content.decode() for _ in range(2)]
    assert ["You are enrolled in" in page for page in pages] == [True, False]


def test_stale_session_cookie_is_a_visitor(client, addresses):
    client.cookies["sessionid"] = "long-gone"
    for address in addresses:
        assert client.get(address).status_code == 200


def test_landing_page_continues_for_learners(student, student_client, course, lessons):
    assert "Continue learning" not in student_client.get("/").content.decode()
    enroll(course, by=student)
    student_client.get(lessons[1].url)
    page = student_client.get("/").content.decode()
    assert re.search(rf'href="{lessons[1].url}"[^>]*>Continue learning', page)


def test_public_course_page_takes_few_queries(client, addresses):
    assert get_query_count(client, addresses[2]) <= 12
