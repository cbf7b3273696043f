"""My learning and the library."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.models import CatalogueEntry
from courses.tests import factories
from courses.tests.counting import get_query_count, post_query_count
from learners.enrollment.enrollment import enroll, leave
from learners.enrollment.library import save, unsave
from learners.exceptions import CourseClosedRefusal
from learners.models import Library, SavedCourse
from learners.progress.progress import complete, opened

LEARN, LIBRARY = "/learn/", "/learn/library/"


def courses_by_state(client) -> dict[str, list[int]]:
    dashboard = client.get(LEARN).context["dashboard"]
    names = ("in_progress", "not_started", "finished", "saved_for_later")
    return {name: [row.course.pk for row in getattr(dashboard, name)] for name in names}


def continuing(client) -> tuple[int, int, int]:
    """The course, its lesson and the minutes left."""
    row = client.get(LEARN).context["dashboard"].continuing
    return row.course.pk, row.lesson.pk, row.minutes_left


@pytest.mark.both_databases
@pytest.mark.parametrize("address", [LEARN, LIBRARY, "/profile/"])
def test_own_pages_are_for_people_signed_in(client, student_client, home, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")
    response = student_client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_courses_are_grouped_by_progress(index, student, student_client):
    new, begun, finished, saved, left = (factories.course(index, lessons=2) for _ in range(5))
    for course in (new, begun, finished, left):
        enroll(course, by=student)
    opened(begun.outline.lessons[0], by=student)
    for lesson in finished.outline.lessons:
        complete(lesson, by=student)
    save(saved, by=student)
    leave(left, by=student)
    assert courses_by_state(student_client) == {
        "in_progress": [begun.pk],
        "not_started": [new.pk],
        "finished": [finished.pk],
        "saved_for_later": [saved.pk],
    }


def test_each_course_is_one_row_with_one_way_on(index, student, student_client):
    """Also where it is saved, to be continued, or both."""
    begun, new, finished, empty = (factories.course(index, lessons=n) for n in (3, 2, 1, 0))
    saved = factories.course(index, lessons=1)
    for course in (begun, new, finished, empty):
        enroll(course, by=student)
        save(course, by=student)
    save(saved, by=student)
    complete(begun.outline.lessons[1], by=student)
    complete(finished.outline.lessons[0], by=student)
    page = BeautifulSoup(student_client.get(LEARN).content, "html.parser")
    rows = {row.h3.text: row for row in page.select(".course-row")}
    assert len(rows) == len(page.select(".course-row")) == 5
    ways = {title: row.select_one("a.button") for title, row in rows.items()}
    assert {title: way and way["href"] for title, way in ways.items()} == {
        begun.title: begun.outline.lessons[2].url,
        new.title: new.outline.lessons[0].url,
        finished.title: finished.outline.lessons[0].url,
        empty.title: None,
        saved.title: saved.url,
    }
    assert "1 of 3 lessons, about 20 min left" in rows[begun.title].text
    assert f"Next: {begun.outline.lessons[2].title}" in " ".join(rows[begun.title].text.split())
    assert "Finished on" in rows[finished.title].text
    [primary] = page.select(".course-row .button--primary")
    assert primary is ways[begun.title]


def test_dashboard_shows_nothing_of_others(index, student_client):
    other, course = factories.user("other"), factories.course(index, lessons=1)
    enroll(course, by=other)
    save(course, by=other)
    page = student_client.get(LEARN).content.decode()
    assert "Nothing here yet" in page
    assert course.title not in page


@pytest.mark.both_databases
def test_unpublished_course_waits_without_a_link(enrolled, student, student_client, course):
    save(course, by=student)
    course.unpublish()
    assert courses_by_state(student_client) == {
        "in_progress": [],
        "not_started": [],
        "finished": [],
        "saved_for_later": [],
    }
    page = student_client.get(LEARN).content.decode()
    assert "Not available at the moment" in page
    assert course.title in page
    assert f'href="{course.url}"' not in page
    assert "No saved courses" in student_client.get(LIBRARY).content.decode()


def test_course_without_a_catalogue_entry_is_passed_over(index, student, student_client):
    lost, found, saved = (factories.course(index, lessons=1) for _ in range(3))
    for course in (lost, found):
        enroll(course, by=student)
    for course in (lost, saved):
        save(course, by=student)
    CatalogueEntry.objects.filter(pk=lost.pk).delete()
    assert courses_by_state(student_client) == {
        "in_progress": [],
        "not_started": [found.pk],
        "finished": [],
        "saved_for_later": [saved.pk],
    }
    assert saved_courses(student_client) == [saved.pk]


@pytest.mark.both_databases
def test_continue_links_to_the_course_opened_last(index, student, student_client):
    first, second, never_opened = (factories.course(index, lessons=3) for _ in range(3))
    for course in (first, second):
        enroll(course, by=student)
    _done, completed, following = first.outline.lessons
    complete(completed, by=student)
    enroll(never_opened, by=student)
    assert continuing(student_client) == (first.pk, following.pk, 20)
    student_client.get(second.outline.lessons[2].url)
    assert continuing(student_client) == (second.pk, second.outline.lessons[2].pk, 30)


@pytest.mark.both_databases
def test_newest_enrollment_is_where_to_start(index, student, student_client):
    for course in [factories.course(index, lessons=2) for _ in range(2)]:
        enroll(course, by=student)
    assert continuing(student_client) == (course.pk, course.outline.lessons[0].pk, 20)
    assert student_client.get(LEARN).context["dashboard"].continuing.is_begun is False


@pytest.mark.both_databases
def test_nothing_to_continue_when_all_is_finished_empty_or_unpublished(
    index, student, student_client
):
    finished, empty, unpublished = (factories.course(index, lessons=n) for n in (1, 0, 1))
    for course in (finished, empty, unpublished):
        enroll(course, by=student)
    complete(finished.outline.lessons[0], by=student)
    unpublished.unpublish()
    assert student_client.get(LEARN).context["dashboard"].continuing is None


def saved_courses(client) -> list[int]:
    return [card.course.pk for card in client.get(LIBRARY).context["saved"]]


def test_library_holds_saved_courses_latest_first(index, student, student_client):
    first, second = (factories.course(index, lessons=1) for _ in range(2))
    for course in (first, second, first):
        save(course, by=student)
    assert saved_courses(student_client) == [second.pk, first.pk]
    unsave(second, by=student)
    unsave(second, by=student)
    assert saved_courses(student_client) == [first.pk]


def test_unsaving_a_course_changes_no_other_library(index, student):
    other, course = factories.user("other"), factories.course(index, lessons=1)
    for learner in (student, other):
        save(course, by=learner)
    unsave(course, by=student)
    assert [saved_course.library.learner for saved_course in SavedCourse.objects.all()] == [other]


def test_each_learner_has_one_library(index, student):
    for _ in range(2):
        save(factories.course(index, lessons=1), by=student)
    assert (Library.objects.count(), SavedCourse.objects.count()) == (1, 2)


def test_unpublished_course_cannot_be_saved(course, student):
    course.unpublish()
    with pytest.raises(CourseClosedRefusal):
        save(course, by=student)
    assert not Library.objects.exists()


def test_private_course_cannot_be_saved(course, student):
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    with pytest.raises(CourseClosedRefusal):
        save(course, by=student)
    assert not Library.objects.exists()


def test_course_page_saves_and_removes(student_client, course):
    for verb, message in [
        ("save", "is in your library"),
        ("unsave", "is no longer in your library"),
    ]:
        response = student_client.post(reverse(f"learners:{verb}", args=[course.pk]))
        assert (response.status_code, response.url) == (303, course.url)
        assert message in student_client.get(course.url).content.decode()


def enrolled_in(index, student, number):
    for _ in range(number):
        course = factories.course(index, lessons=number)
        enroll(course, by=student)
        save(course, by=student)
        complete(course.outline.lessons[0], by=student)
        enroll(factories.course(index, lessons=number), by=student)
    return course


def test_queries_do_not_grow_with_the_courses(index, student, student_client):
    counts = []
    for number in (1, 3):
        course = enrolled_in(index, student, number)
        lesson = course.outline.lessons[-1]
        counts.append(
            (
                get_query_count(student_client, LEARN),
                get_query_count(student_client, LIBRARY),
                get_query_count(student_client, lesson.url),
                get_query_count(student_client, course.url),
            )
        )
    assert counts[0] == counts[1]
    learn, library, lesson, course = counts[0]
    assert (learn <= 15, library <= 15, lesson <= 15, course <= 18) == (True,) * 4, counts


@pytest.mark.parametrize("number", [1, 3])
def test_verbs_take_few_queries(index, student, student_client, number):
    course = factories.course(index, lessons=number)
    enrolling, completing = (
        reverse("learners:enrol", args=[course.pk]),
        [reverse("learners:complete", args=[lesson.pk]) for lesson in course.outline.lessons],
    )
    student_client.get(course.url)
    assert post_query_count(student_client, enrolling) <= 9
    student_client.get(course.url)
    for address in completing:
        assert post_query_count(student_client, address, then="next") <= 10
    student_client.post(reverse("learners:leave", args=[course.pk]))
    student_client.get(course.url)
    assert post_query_count(student_client, enrolling) <= 9
