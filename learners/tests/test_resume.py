"""Coming back to where one was, on this browser and on others, with no write on GET."""

from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll, leave
from learners.models import Enrollment
from learners.progress.progress import complete, opened
from learners.progress.resume import (
    COOKIE,
    MAX_COURSES,
    SALT,
    Bookmarks,
    next_lesson_after,
    resume_lesson,
)
from learners.tests.conftest import signed_in

pytestmark = pytest.mark.both_databases


def resumes_at(client, course) -> str:
    """Where the course page leads an enrolled learner."""
    page = client.get(course.url)
    return page.context["panel"].lesson.url


def test_course_resumes_at_the_lesson_opened_last(enrolled, student_client, course, lessons):
    assert resumes_at(student_client, course) == lessons[0].url
    student_client.get(lessons[2].url)
    assert resumes_at(student_client, course) == lessons[2].url
    student_client.get(lessons[1].url)
    assert resumes_at(student_client, course) == lessons[1].url


def test_another_device_resumes_at_the_lesson_of_the_beacon(
    enrolled, student, student_client, course, lessons
):
    response = student_client.post(reverse("learners:opened", args=[lessons[2].pk]))
    assert (response.status_code, response.content) == (204, b"")
    assert resumes_at(signed_in(student), course) == lessons[2].url


def test_later_of_browser_and_server_wins(
    enrolled, student, student_client, course, lessons, clock
):
    student_client.get(lessons[1].url)
    clock(timedelta(seconds=1))
    opened(lessons[0], by=student)
    assert resumes_at(student_client, course) == lessons[0].url
    clock(timedelta(seconds=2))
    student_client.get(lessons[2].url)
    assert resumes_at(student_client, course) == lessons[2].url


def test_opening_a_lesson_writes_nothing(enrolled, student_client, lessons):
    before = Enrollment.objects.values().get()
    with CaptureQueriesContext(connection) as queries:
        student_client.get(lessons[1].url)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert Enrollment.objects.values().get() == before


def test_bookmark_is_out_of_reach_of_scripts_and_other_sites(enrolled, student_client, lessons):
    cookie = student_client.get(lessons[0].url).cookies[COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_only_enrolled_learners_get_a_bookmark(client, student_client, student, course, lessons):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    for browser in (client, student_client):
        assert COOKIE not in browser.get(lessons[0].url).cookies
    enroll(course, by=student)
    assert COOKIE in student_client.get(lessons[0].url).cookies
    leave(course, by=student)
    assert COOKIE not in student_client.get(lessons[0].url).cookies


def test_bookmark_moves_only_when_a_lesson_is_read(enrolled, student_client, lessons):
    for response in (student_client.head(lessons[1].url), student_client.post(lessons[1].url)):
        assert response.status_code == 200
        assert COOKIE not in response.cookies


def test_bookmark_of_somebody_else_is_not_followed(enrolled, student_client, course, lessons):
    other = factories.user("other")
    enroll(course, by=other)
    student_client.get(lessons[2].url)
    other_client = signed_in(other)
    other_client.cookies[COOKIE] = student_client.cookies[COOKIE].value
    assert resumes_at(other_client, course) == lessons[0].url


@pytest.mark.parametrize(
    "value",
    ["", "x", "a:b:c", "é", "." * 5000, signing.dumps([1, []], salt="other"), ".eJw:1:x"],
    ids=["empty", "letter", "parts", "accent", "long", "salt of another", "no JSON"],
)
def test_garbage_in_the_cookie_is_no_bookmark(enrolled, student_client, course, lessons, value):
    student_client.cookies[COOKIE] = value
    assert resumes_at(student_client, course) == lessons[0].url
    assert student_client.get(lessons[1].url).status_code == 200
    assert resumes_at(student_client, course) == lessons[1].url


def test_bookmark_to_a_deleted_lesson_resumes_at_the_first_incomplete_one(
    enrolled, student, student_client, course, lessons
):
    complete(lessons[0], by=student)
    student_client.get(lessons[2].url)
    lessons[2].unpublish()
    assert resumes_at(student_client, course) == lessons[1].url


def test_bookmarks_keep_the_latest_courses_only(student, index, rf):
    course = factories.course(index, lessons=1)
    old = {pk: (pk, pk) for pk in range(1000, 1000 + MAX_COURSES)}
    lesson = course.outline.lessons[0]
    response = HttpResponse()
    Bookmarks(old).with_lesson(lesson).write(response, of=student)
    request = rf.get("/")
    request.COOKIES[COOKIE] = response.cookies[COOKIE].value
    entries = Bookmarks.read(request, of=student).entries
    assert set(entries) == {course.pk, *range(1001, 1000 + MAX_COURSES)}
    assert len(response.cookies[COOKIE].value) < 2000


def test_bookmark_of_another_shape_is_ignored(student, rf):
    request = rf.get("/")
    request.COOKIES[COOKIE] = signing.dumps([student.pk, []], salt=SALT.replace("1", "0"))
    assert Bookmarks.read(request, of=student).entries == {}


def test_course_untouched_longest_is_opened_at_its_enrollment(enrolled):
    day_ago = timezone.now() - timedelta(days=1)
    enrolled.enrolled_at = day_ago
    assert Bookmarks().opened_at(enrolled) == int(day_ago.timestamp() * 1000)
    enrolled.last_opened_at = timezone.now()
    assert Bookmarks().opened_at(enrolled) == int(enrolled.last_opened_at.timestamp() * 1000)


@pytest.mark.parametrize(
    ("last_lesson_id", "completed", "expected"),
    [
        *((3, {1}, 3), (2, {1, 2}, 3), (1, {1, 3}, 2), (3, {1, 3}, 2), (3, {1, 2, 3}, 1)),
        *((9, {1}, 2), (None, set(), 1), (None, {2}, 3), (None, {1, 3}, 2), (None, {1, 2, 3}, 1)),
    ],
)
def test_resume_lesson_is_the_last_if_it_is_undone_else_the_first_undone_after_it(
    last_lesson_id, completed, expected
):
    lessons = [LessonPage(pk=pk) for pk in (1, 2, 3)]
    assert resume_lesson(lessons, last_lesson_id=last_lesson_id, completed=completed).pk == expected


def test_nothing_is_next_in_an_empty_course():
    assert resume_lesson([], last_lesson_id=5, completed={5}) is None


def test_following_lesson_is_the_next_live_one(lessons):
    lessons[1].unpublish()
    assert [next_lesson_after(lesson) for lesson in (lessons[0], lessons[2])] == [lessons[2], None]
