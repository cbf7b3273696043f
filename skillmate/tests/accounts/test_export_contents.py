"""The file of one's own data: all of it, nobody else's, and no secret."""

import json

import pytest

from courses.models import CoursePage
from courses.tests import factories
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll, leave
from learners.enrollment.library import save
from learners.models import Enrollment
from learners.progress.progress import complete
from skillmate.accounts.export import PREFERENCES

from .personal_data import ADDRESS, OTTOKAR, ZELDA, somebody, zelda

DOWNLOAD = "/profile/data/download/"


@pytest.fixture
def left_course(index) -> CoursePage:
    return factories.course(index)


@pytest.fixture
def response(course, index, admin_user, left_course):
    """Zelda's file. Ottokar came first, so that `first()` would find what is his."""
    other_course = factories.course(index, lessons=2, title="Nightjar's course")
    somebody(OTTOKAR, other_course, admin=admin_user)
    enroll(course, by=admin_user)
    save(course, by=admin_user)
    person, client = zelda(course, admin=admin_user)
    enroll(left_course, by=person)
    complete(left_course.outline.lessons[0], by=person)
    leave(left_course, by=person)
    ContactMessage.objects.create(
        name="Not Z.", email=ZELDA.unverified, subject="Unproved", message="Whose is it?"
    )
    return client.post(DOWNLOAD)


@pytest.fixture
def data(response) -> dict:
    return json.loads(response.content)


def test_it_holds_what_signs_one_in(data):
    account = data["account"]
    assert (account["email"], account["roles"]) == (ADDRESS, ["Instructors"])
    assert (account["first_name"], account["last_name"]) == ("Zelda", "Quillfeather")
    assert [address["email"] for address in data["email_addresses"]] == [ADDRESS, ZELDA.unverified]
    [google] = data["connected_accounts"]
    assert (google["uid"], google["extra_data"]) == (ZELDA.subject, {"email": ADDRESS})
    assert sorted(step["name"] for step in data["second_steps"]) == [
        "Recovery codes",
        "TOTP Authenticator",
        "Zelda's key",
    ]
    [session] = data["sessions"]
    assert (session["ip"], session["user_agent"]) == (ZELDA.ip, ZELDA.browser)


def test_it_holds_the_profile(data):
    picture = data["profile"].pop("picture")
    assert picture.startswith("/media/images/profiles/")
    assert data["profile"] == {
        "display_name": "Zelda Q.",
        "shows_picture_to_teachers": True,
    }
    assert data["editor_preferences"]["current_time_zone"] == "Europe/Vienna"
    assert data["editor_preferences"].keys() == {*PREFERENCES, "picture"}
    assert data["editor_preferences"]["picture"].startswith("/media/")
    assert data["editor_preferences"]["theme"] == ZELDA.theme


def test_it_holds_what_one_learns_and_teaches(data, course):
    first, second, *_rest = course.outline.lessons
    [enrollment] = [row for row in data["enrolments"] if row["left_at"] is None]
    assert (enrollment["course"], enrollment["finished_at"]) == (course.title, None)
    assert [completion["lesson"] for completion in enrollment["completed_lessons"]] == [first.title]
    [video] = enrollment["videos"]
    assert (video["lesson"], video["video"], video["second"]) == (second.title, "A film", 42)
    assert [saved_course["course"] for saved_course in data["library"]] == [course.title]
    assert data["teaching"]["on_the_team_of"] == [course.title]
    assert data["teaching"]["shown_as"] == [
        {
            "name": "Zelda Quillfeather",
            "headline": "Zelda, by trade",
            "bio": "Zelda teaches.",
            "website": "https://zelda.example.org",
        }
    ]
    [change] = data["teaching"]["change_that_waits"]
    assert (change["bio"], change["comment"]) == ("Zelda wants to say more.", "Shorter, Zelda.")


def test_it_holds_courses_that_one_has_finished_and_left(data, left_course):
    enrollment = Enrollment.objects.get(course=left_course)
    [row] = [row for row in data["enrolments"] if row["course"] == left_course.title]
    for name in ("enrolled_at", "finished_at", "left_at"):
        assert row[name][:19] == f"{getattr(enrollment, name).isoformat()[:19]}"
    assert len(data["enrolments"]) == 2


def test_it_holds_what_one_did(data):
    entries = [(entry["what"], entry["on"], entry["done_by_you"]) for entry in data["activity"]]
    assert ("Signed in with password", "own account", True) in entries
    assert ("Given the role Instructors", "own account", False) in entries
    assert entries[-1] == ("Data of the account exported", "own account", True)


def test_it_holds_messages_under_addresses_that_one_has_confirmed(data):
    """Anyone can write somebody's address into the form, or add one that is not theirs."""
    assert [message["email"] for message in data["messages"]] == [ADDRESS.upper()]


def test_it_holds_nobody_elses(data):
    text = json.dumps(data).lower()
    for other in (*OTTOKAR.marks, "somebody@example.org", "admin@example.com"):
        assert other not in text
    assert len(data["email_addresses"]) == 2


def test_it_holds_no_secret_and_is_not_cached(response):
    text = response.content.decode()

    assert response["Content-Disposition"].startswith('attachment; filename="your-data-')
    assert "no-store" in response["Cache-Control"]
    for secret in ("md5$", "secret", "seed", "session_key", '"password"'):
        assert secret not in text
