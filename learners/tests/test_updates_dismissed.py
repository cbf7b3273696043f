"""News stay until the learner says "Got it", and cost little."""

import pytest
from django.urls import reverse

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.publication import publish_at_once
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment
from learners.progress.updates import dismiss, updates_of


def news_title(course, student) -> str:
    update = updates_of(Enrollment.objects.of(student).with_news()).get(course.pk)
    return update.title if update else ""


@pytest.fixture
@cached_fixture
def course(published_course) -> CoursePage:
    return published_course


@pytest.fixture
@cached_fixture
def second_release(published_course, enrolled, instructor, editor):
    """Release 2, with one lesson changed, which is news to the student."""
    edit_lesson(published_course.outline.lessons[0], title="Told better")
    submit(published_course, by=instructor, despite_findings=True)
    fingerprint = Changes(published_course).fingerprint
    return approve(published_course, by=editor, fingerprint=fingerprint)


def test_news_stay_until_dismissed(second_release, course, student_client):
    for _ in range(2):
        page = student_client.get(course.url).content.decode()
        assert "Updated: 1 lesson changed" in page
    url = reverse("learners:dismiss", args=[course.pk])
    assert f'action="{url}"' in page
    assert '<input type="hidden" name="release" value="2">' in page
    response = student_client.post(url, {"release": "2"})
    assert (response.status_code, response.url) == (303, course.url)
    for address in (course.url, course.outline.lessons[0].url, "/learn/"):
        assert "lesson changed" not in student_client.get(address).content.decode()


def test_release_that_came_out_meanwhile_stays_news(second_release, release, course, student):
    edit_lesson(course.outline.lessons[1], title="Newer still")
    release(course)
    dismiss(course, by=student, release="2")
    assert news_title(course, student) == "Updated: 1 lesson changed"
    dismiss(course, by=student, release="3")
    assert news_title(course, student) == ""
    dismiss(course, by=student, release="2")
    assert news_title(course, student) == ""


@pytest.mark.parametrize("number", ["", "0", "3", "-1", "two", "٢", "9" * 30, "9" * 5000, "\0"])
def test_number_of_no_release_dismisses_nothing(
    second_release, course, student, student_client, number
):
    url = reverse("learners:dismiss", args=[course.pk])
    assert student_client.post(url, {"release": number}).status_code == 303
    assert news_title(course, student) == "Updated: 1 lesson changed"


def test_dismissing_is_each_learners_own(second_release, course, student):
    other = factories.user("other")
    dismiss(course, by=other, release="2")
    assert news_title(course, student) == "Updated: 1 lesson changed"
    assert not Enrollment.objects.exclude(updates_seen_at=None).exists()


def test_submission_that_did_not_go_live_cannot_be_dismissed(second_release, course, student):
    dismiss(course, by=student, release="None")
    assert Enrollment.objects.get().updates_seen_at is None


def queries(client, course, *, lesson) -> list[int]:
    return [get_query_count(client, address) for address in (course.url, lesson.url, "/learn/")]


def test_news_cost_one_query_for_any_number_of_releases(
    enrolled, release, course, student_client, client
):
    lessons = course.outline.lessons
    edit_lesson(lessons[0], free_preview=True)
    release(course, change="correction")
    visitor = [get_query_count(client, address) for address in (course.url, lessons[0].url)]
    baseline = queries(student_client, course, lesson=lessons[1])
    counts = []
    for n in range(3):
        edit_lesson(lessons[n], title=f"Changed {n}")
        added = factories.lesson(course, live=False)
        arrange_curriculum(course, "Part", *lessons, added)
        release(course, note=f"Note {n}")
        counts.append(queries(student_client, course, lesson=lessons[1]))
    assert counts == [[n + 1 for n in baseline]] * 3
    assert [get_query_count(client, address) for address in (course.url, lessons[0].url)] == visitor
    assert (counts[0][0] <= 18, counts[0][1] <= 16, counts[0][2] <= 15) == (True,) * 3, counts


def test_news_cost_one_query_for_any_number_of_courses(
    index, student, student_client, editor, django_capture_on_commit_callbacks
):
    counts = []
    for _ in range(3):
        course = factories.course(index, lessons=2)
        enroll(course, by=student)
        edit_lesson(course.outline.lessons[0], title="Told better")
        publish_at_once(course, Changes(course).rows, by=editor)
        counts.append(get_query_count(student_client, "/learn/"))
    assert counts == [counts[0]] * 3
    page = student_client.get("/learn/").content.decode()
    assert page.count("Updated: 1 lesson changed") == 3
