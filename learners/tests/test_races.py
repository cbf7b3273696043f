"""Two requests at once, on a database that lets them be."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, connections, transaction

from courses.tests import factories
from learners.enrollment import enrollment, library
from learners.models import (
    Enrollment,
    LessonCompletion,
    Library,
    Profile,
    SavedCourse,
    WatchPosition,
)
from learners.profiles.profile import save_profile
from learners.progress import progress, watching
from learners.tests import files

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]
ROUNDS = 5


def at_once(*calls) -> list:
    """Results of `calls`, each made in a thread of its own at the same moment."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(run, call) for call in calls]]


def test_enrolling_at_once_makes_one_enrollment(index, student):
    for _ in range(ROUNDS):
        course = factories.course(index, lessons=1)
        results = at_once(*[lambda course=course: enrollment.enroll(course, by=student)] * 4)
        assert len({result.pk for result in results}) == 1
    assert Enrollment.objects.count() == ROUNDS


def test_last_two_lessons_completed_at_once_finish_the_course_once(index, student):
    for _ in range(ROUNDS):
        course = factories.course(index, lessons=2)
        enrollment.enroll(course, by=student)
        results = at_once(
            *(
                lambda lesson=lesson: progress.complete(lesson, by=student)
                for lesson in course.outline.lessons
            )
        )
        assert sorted(result.just_finished for result in results) == [False, True]
    assert Enrollment.objects.filter(finished_at=None).count() == 0


def test_lesson_completed_while_a_release_removes_the_rest_finishes_the_course(index, student):
    course = factories.course(index, lessons=3)
    enrolled = enrollment.enroll(course, by=student)
    first, second, _third = course.outline.lessons
    progress.complete(first, by=student)
    completed, removed = Event(), Event()

    def complete_slowly():
        with transaction.atomic():
            progress.complete(second, by=student)
            completed.set()
            removed.wait(timeout=1)  # which it cannot be before this is committed

    def release():
        completed.wait(timeout=10)
        factories.place_in_curriculum(course, [first, second])

    at_once(complete_slowly, release)
    enrolled.refresh_from_db()
    assert enrolled.finished_at is not None


def test_one_lesson_completed_at_once_counts_once(course, student):
    enrollment.enroll(course, by=student)
    lesson = course.outline.lessons[0]
    results = at_once(*[lambda: progress.complete(lesson, by=student)] * 4)
    assert [result.done for result in results] == [1] * 4
    assert LessonCompletion.objects.count() == 1


def test_completing_and_undoing_at_once_leaves_one_of_both(course, student):
    enrollment.enroll(course, by=student)
    lesson = course.outline.lessons[0]
    at_once(
        lambda: progress.complete(lesson, by=student),
        lambda: progress.undo(lesson, by=student),
        lambda: progress.opened(lesson, by=student),
    )
    assert LessonCompletion.objects.count() in {0, 1}


def test_watch_positions_posted_at_once_are_stored_as_the_newest(course, student):
    """By devices that have never told one before, in any order of arrival."""
    enrollment.enroll(course, by=student)
    lesson, film = course.outline.lessons[0], files.video()
    files.add_files(lesson, video=film)
    for round_ in range(ROUNDS):
        WatchPosition.objects.all().delete()
        start = 1_700_000_000_000 + round_
        reports = [(second, 50 - second, start + second) for second in (4, 1, 3, 2)]
        at_once(
            *(
                lambda report=report: watching.remember(
                    film, lesson, by=student, second=report[0], watched_to=report[1], at=report[2]
                )
                for report in reports
            )
        )
        position = WatchPosition.objects.get()
        assert (position.second, position.watched_to) == (4, 49)


def test_first_saves_at_once_make_one_library(index, student):
    courses = [factories.course(index, lessons=1) for _ in range(4)]
    at_once(*(lambda course=course: library.save(course, by=student) for course in courses))
    assert (Library.objects.count(), SavedCourse.objects.count()) == (1, 4)


def test_profile_saved_at_once_is_one_profile(student):
    at_once(*[lambda: save_profile(Profile(user=student, display_name="Sam"))] * 4)
    assert Profile.objects.get().display_name == "Sam"
