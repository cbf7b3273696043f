"""One time zone a person: taken from the browser at first, the same on the site, in the admin and
in mails, whichever of them it was chosen in."""

import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from courses.models import CourseRelease
from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from learners.profiles.profile import person
from learners.profiles.time_zone import chosen_time_zone, set_time_zone
from learners.tests.conftest import signed_in

pytestmark = pytest.mark.usefixtures("home")


def sign_in(user, zone: str | None) -> None:
    client = Client()
    if zone is not None:
        client.cookies["timezone"] = zone
    client.post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})


def test_browser_says_where_one_lives_until_one_chooses(student):
    for zone in (None, "", "Mars/Olympus", "../../etc/passwd", "localtime"):
        sign_in(student, zone)
        assert chosen_time_zone(student) == ""
    signed_in(student).post("/profile/", {"display_name": "Sam", "time_zone": "unchosen"})
    assert person(student).name == "Sam"
    assert not UserProfile.objects.filter(user=student).exists()
    sign_in(student, "Asia/Calcutta")
    assert (person(student).time_zone, chosen_time_zone(student)) == ("Asia/Calcutta",) * 2
    sign_in(student, "Europe/Paris")  # on a journey
    assert chosen_time_zone(student) == "Asia/Calcutta"
    page = signed_in(student).get("/profile/").text
    assert '<option value="Asia/Calcutta" selected>' in page
    assert "Not chosen yet" not in page


def test_pages_for_signing_in_ask_the_browser(client):
    for address in ("/accounts/login/", "/accounts/signup/"):
        assert "js/time_zone" in client.get(address).text


def test_site_and_admin_have_the_same(student):
    setup_roles()
    student.groups.add(Group.objects.get(name=EDITORS))
    client, account = signed_in(student), reverse("wagtailadmin_account")
    client.post("/profile/", {"display_name": "Ed", "time_zone": "Asia/Tokyo"})
    assert '<option value="Asia/Tokyo" selected>' in client.get(account).text
    data = {"name_email-first_name": "", "name_email-last_name": "", "theme-theme": "dark"}
    data |= {"locale-current_time_zone": "America/Lima", "theme-density": "default"}
    data |= {"theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    assert client.post(account, data).status_code == 302
    torn = client.post("/profile/", {"display_name": "Torn"})
    assert (torn.status_code, person(student).name) == (200, "Ed")
    assert '<option value="America/Lima" selected>' in client.get("/profile/").text
    assert person(student).time_zone == "America/Lima"


@pytest.fixture
def scheduled(course) -> CourseRelease:
    """At 9 in the evening of UTC, which is the next day in Tokyo."""
    hour = datetime(2035, 6, 1, 21, tzinfo=UTC)
    return CourseRelease.objects.create(course=course, status="scheduled", go_live_at=hour)


def test_hour_that_several_people_read_names_its_zone(scheduled, admin_user):
    set_time_zone(admin_user, "Asia/Tokyo")
    client = signed_in(admin_user)
    hour = "2 June 2035, 06:00 JST"
    course = scheduled.course
    for address in (
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[course.pk]),
        reverse("courses_admin:release", args=[scheduled.pk]),
    ):
        assert hour in client.get(address).text, address
    # What Wagtail itself says of a moment: when this was submitted.
    history = client.get(reverse("courses_admin:history", args=[course.pk])).text
    assert "JST" in re.search(r'tooltip-content-value="([^"]+)"', history)[1]
    with timezone.override("Asia/Tokyo"):
        assert scheduled.name.endswith(" JST")
