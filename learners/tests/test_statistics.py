"""What /teach/ tells of learners, in numbers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.counting import get_query_count
from learners.enrollment.enrollment import enroll, leave
from learners.models import Enrollment
from learners.progress.progress import complete, opened
from learners.tests.conftest import signed_in

from .teaching import (
    TEACH,
    addresses,
    learner,
    listed_course,
    numbers_in,
    open_page,
    pages_of,
    teacher,
)

pytestmark = pytest.mark.both_databases

__all__ = ["addresses"]


def test_numbers_count_active_enrolments(course):
    now = timezone.now()
    client = signed_in(teacher(course))
    learner(course)
    learner(course, done=1, last_opened_at=now - timedelta(days=6, hours=23))
    learner(course, done=2, last_opened_at=now - timedelta(days=29, hours=23))
    learner(course, done=3, last_opened_at=now - timedelta(days=31))
    learner(course, done=3, left_at=now)
    numbers = numbers_in(client, course)
    assert numbers == listed_course(client).numbers
    assert (numbers.enrolled, numbers.active_week, numbers.active_month) == (4, 1, 2)
    assert (numbers.finished, numbers.average) == (1, (0 + 33 + 66 + 100) // 4)
    page = client.get(pages_of(course)[0]).content.decode()
    assert "1 learner has left the course and is not counted." in page


def test_completing_or_opening_a_lesson_is_being_active(course, lessons):
    client = signed_in(teacher(course))
    long_ago = timezone.now() - timedelta(days=99)
    first, second, _third = (learner(course, last_opened_at=long_ago) for _ in range(3))
    complete(lessons[0], by=first.learner)
    opened(lessons[0], by=second.learner)
    assert numbers_in(client, course).active_week == 2


def test_finished_once_counts_as_all_of_it(course, lessons):
    client = signed_in(teacher(course))
    learner(course, done=3)
    factories.place_in_curriculum(course, [*lessons, factories.lesson(course)])
    learner(course, done=2)
    numbers = numbers_in(client, course)
    assert (numbers.lessons, numbers.finished, numbers.average) == (4, 1, (100 + 50) // 2)


def test_only_published_lessons_count(course, lessons):
    client = signed_in(teacher(course))
    learner(course, done=2)
    factories.place_in_curriculum(course, lessons[1:])
    factories.lesson(course)
    numbers = numbers_in(client, course)
    assert (numbers.lessons, numbers.average) == (2, 50)
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert numbers_in(client, course).average == 50


def test_returning_learner_counts_again_with_their_progress(course):
    client = signed_in(teacher(course))
    enrollment = learner(course, done=1)
    leave(course, by=enrollment.learner)
    assert numbers_in(client, course).average is None
    enroll(course, by=enrollment.learner)
    numbers = numbers_in(client, course)
    assert (numbers.enrolled, numbers.average) == (1, 33)


def test_completion_per_lesson_leaves_out_who_left(course, lessons):
    client = signed_in(teacher(course))
    for done in (0, 1, 3):
        learner(course, done=done)
    learner(course, done=3, left_at=timezone.now())
    response = client.get(pages_of(course)[0])
    rows, html = response.context["teaching"].lessons, response.content.decode()
    assert ("66%" in html, "66 %" in html) == (True, False)
    assert [(row.title, row.position, row.completed, row.percent) for row in rows] == [
        (lessons[0].title, 1, 2, 66),
        (lessons[1].title, 2, 1, 33),
        (lessons[2].title, 3, 1, 33),
    ]
    assert [row.section for row in rows] == ["First part", "First part", "Second part"]


@pytest.mark.parametrize("lessons", [0, 2])
def test_course_without_learners_or_lessons_shows_a_notice(index, lessons):
    course = factories.course(index, lessons=lessons)
    page = signed_in(teacher(course)).get(pages_of(course)[0]).content.decode()
    assert ["No lesson is published yet." in page, "Nobody is enrolled yet." in page] == [
        lessons == 0,
        True,
    ]


def test_learner_of_a_course_without_lessons_stands_at_nothing(index):
    course = factories.course(index, lessons=0)
    learner(course)
    numbers = numbers_in(signed_in(teacher(course)), course)
    assert (numbers.enrolled, numbers.finished, numbers.average) == (1, 0, 0)


def test_list_of_courses_takes_a_fixed_number_of_queries(index):
    user = teacher(factories.course(index, lessons=1))
    client = signed_in(user)
    count = get_query_count(client, TEACH)
    for _ in range(2):
        course = factories.course(index, lessons=3)
        ensure_team(course, members=[user])
        CourseRelease.objects.create(course=course, status="changes_requested")
        for done in range(3):
            learner(course, done=done)
    assert get_query_count(client, TEACH) == count
    assert count <= 17


def test_page_of_a_course_takes_a_fixed_number_of_queries(index):
    course = factories.course(index, lessons=3)
    client = signed_in(teacher(course))
    costs = []
    for number in (3, 57):
        people = User.objects.bulk_create(
            User(username=f"many-{number}-{n}", email=f"many-{number}-{n}@example.com")
            for n in range(number)
        )
        Enrollment.objects.bulk_create(Enrollment(learner=user, course=course) for user in people)
        page, file = pages_of(course)
        with CaptureQueriesContext(connection) as queries:
            open_page(client, file).getvalue()
        file_queries = len(queries)  # counted now: the next request begins a new count
        costs.append((get_query_count(client, page), file_queries))
    assert costs[0] == costs[1]
    assert costs[0] <= (20, 14)


def test_tree_of_pages_is_left_alone(client_of, addresses):
    """Looking changes nothing, whoever looks (the general test knows no teacher)."""
    client, before = client_of("team"), list(Page.objects.values())
    for address in addresses:
        open_page(client, address)
    assert list(Page.objects.values()) == before
