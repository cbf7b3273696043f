"""The file of one's own data: all of it, nobody else's, and no secret."""

import json

import pytest

from courses.tests.factories import user
from learners.enrollment import enrol
from learners.export import records
from learners.library import save

from .life import ADDRESS, zelda
from .markup import Page

DATA, DOWNLOAD = "/profile/data/", "/profile/data/download/"


@pytest.fixture
def answer(course, admin_user):
    other = user("ottokar")
    enrol(course, by=other)
    save(course, by=other)
    client = zelda(course, admin=admin_user)[1]
    return client.post(DOWNLOAD)


def test_the_file_holds_everything(answer, course):
    data = json.loads(answer.content)
    first, second, *_rest = course.outline.lessons

    assert data["account"]["email"] == ADDRESS
    assert data["account"]["roles"] == ["Instructors"]
    assert [each["email"] for each in data["email_addresses"]] == [ADDRESS, "zelda@example.net"]
    assert [each["uid"] for each in data["connected_accounts"]] == ["zq-subject"]
    assert sorted(each["name"] for each in data["second_steps"]) == [
        "Recovery codes",
        "TOTP Authenticator",
    ]
    assert [each["user_agent"] for each in data["sessions"]] == ["zq-browser"]
    assert data["profile"]["bio"] == "I am Zelda."
    assert data["profile"]["picture"].startswith("/media/images/profiles/")
    [enrolment] = data["enrolments"]
    assert enrolment["course"] == course.title
    assert [each["lesson"] for each in enrolment["completed_lessons"]] == [first.title]
    [video] = enrolment["videos"]
    assert (video["lesson"], video["video"], video["second"]) == (second.title, "A film", 42)
    assert [each["course"] for each in data["library"]] == [course.title]
    assert data["teaching"]["on_the_team_of"] == [course.title]
    assert data["teaching"]["shown_as"][0]["bio"] == "Zelda teaches."
    assert [each["email"] for each in data["messages"]] == [ADDRESS.upper()]


def test_the_file_holds_nobody_elses_and_no_secret(answer):
    text = answer.content.decode()

    assert answer["Content-Disposition"].startswith('attachment; filename="your-data-')
    assert "no-store" in answer["Cache-Control"]
    for other in ("ottokar", "somebody@example.org", "admin@example.com"):
        assert other not in text
    for secret in ("md5$", "secret", "seed", "session_key", "password"):
        assert secret not in text


def test_looking_is_no_download(student_client, client):
    page = student_client.get(DATA)

    assert Page(page.content.decode()).faults() == []
    assert f'href="{DATA}" aria-current="page"' in page.content.decode()
    assert student_client.get(DOWNLOAD).status_code == 405
    assert client.post(DOWNLOAD).url.startswith("/accounts/login/")


@pytest.mark.parametrize("courses", [1, 3])
def test_records_take_a_fixed_number_of_queries(index, student, courses, django_assert_num_queries):
    from courses.tests import factories

    for _ in range(courses):
        enrol(factories.course(index), by=student)

    with django_assert_num_queries(5):
        records(student)
