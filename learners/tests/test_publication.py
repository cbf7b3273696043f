"""Whom a release finishes: those it leaves nothing to do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.models import CoursePage
from courses.tests import factories
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson, publishing_fails_at
from learners.enrollment.enrollment import enroll, leave
from learners.models import Enrollment
from learners.progress.progress import complete, finish_completed
from learners.progress.updates import updates_of


@pytest.fixture
def course(published_course) -> CoursePage:
    return published_course


def finished(course) -> list[str]:
    enrollments = course.enrollments.exclude(finished_at=None)
    return list(enrollments.order_by("pk").values_list("learner__username", flat=True))


def learner(name: str, course, *, done: int):
    """Somebody enrolled who has completed the first `done` lessons."""
    user = factories.user(name)
    enroll(course, by=user)
    for lesson in course.outline.lessons[:done]:
        complete(lesson, by=user)
    return user


def test_removal_finishes_who_has_nothing_left_to_do(release, index, course, lessons):
    for name, done in [("nothing", 0), ("one", 1), ("two", 2), ("all", 3)]:
        learner(name, course, done=done)
    leave(course, by=learner("gone", course, done=2))
    other_course = factories.course(index, lessons=3)
    learner("elsewhere", other_course, done=2)
    before = course.enrollments.get(learner__username="all").finished_at
    arrange_curriculum(course, "Part", *lessons[:2])
    assert finished(course) == ["all"]
    published_release = release(course)
    assert finished(course) == ["two", "all"]
    assert finished(other_course) == []
    dates = {
        enrollment.learner.username: enrollment.finished_at
        for enrollment in course.enrollments.all()
    }
    assert (dates["two"], dates["all"]) == (published_release.published_at, before)


def test_lesson_added_in_place_of_the_removed_one_finishes_nobody(release, course, lessons):
    learner("two", course, done=2)
    arrange_curriculum(course, "Part", *lessons[:2], factories.lesson(course, live=False))
    release(course)
    assert finished(course) == []


def test_who_is_finished_by_a_release_sees_what_it_did(release, course, lessons):
    user = learner("two", course, done=2)
    edit_lesson(lessons[0], title="Told better")
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course)
    enrollments = Enrollment.objects.of(user).with_news()
    assert updates_of(enrollments)[course.pk].title == (
        "New since you finished: 1 lesson changed, 1 removed"
    )


def test_who_left_finishes_on_opening_a_lesson_again(release, course, lessons, client):
    user = learner("gone", course, done=2)
    leave(course, by=user)
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course)
    enroll(course, by=user)
    complete(lessons[0], by=user)
    assert finished(course) == ["gone"]


def test_release_that_breaks_finishes_nobody(release, course, lessons):
    learner("one", course, done=1)
    edit_lesson(lessons[0], title="Told better")
    arrange_curriculum(course, "Part", lessons[0])
    with publishing_fails_at(lessons[0]), pytest.raises(Exception, match="could not be published"):
        release(course)
    assert finished(course) == []


def test_empty_curriculum_finishes_nobody(index, student):
    course = factories.course(index, lessons=0)
    enroll(course, by=student)
    assert finish_completed(course) == 0
    assert finished(course) == []


def test_finishing_twice_changes_nothing(release, course, lessons):
    learner("two", course, done=2)
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course)
    finished_at = Enrollment.objects.get().finished_at
    assert finish_completed(course) == 0
    assert Enrollment.objects.get().finished_at == finished_at


def test_nobody_finishes_before_they_enrolled(course, lessons):
    user = learner("late", course, done=0)
    complete(lessons[0], by=user)
    tomorrow = timezone.now() + timedelta(days=1)
    Enrollment.objects.update(enrolled_at=tomorrow)
    factories.place_in_curriculum(course, lessons[:1])
    assert finish_completed(course) == 1
    assert Enrollment.objects.get().finished_at == tomorrow


@pytest.mark.parametrize("number", [1, 20])
def test_finishing_takes_as_many_queries_for_all(
    course, lessons, number, django_assert_max_num_queries
):
    for n in range(number):
        learner(f"learner-{n}", course, done=2)
    factories.place_in_curriculum(course, lessons[:2])
    with django_assert_max_num_queries(5):
        assert finish_completed(course) == number
