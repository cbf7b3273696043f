"""The lists in which Wagtail shows courses, and the lessons of one."""

import re

import pytest
from django.urls import reverse

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.tests import factories
from courses.tests.counting import queries_of_page
from courses.tests.release import admin_actions


def explore(page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def listed(client, page, query: str = "") -> list[str]:
    html = client.get(explore(page) + query).content.decode()
    return re.findall(r'id="page_\d+_title"[^>]*>\s*([^<]+?)\s*<', html)


def drafted(course: CoursePage) -> list[str]:
    return [row.title for row in Changes(course).lesson_rows if row.position]


def drag(client, lesson, place: int):
    url = reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk])
    return client.post(f"{url}?position={place}")


def test_lessons_are_listed_in_the_order_of_the_draft(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    loose = factories.lesson(published_course, live=False, title="Loose")
    admin_actions.arrange(published_course, "Part", three, one)
    assert listed(instructor_client, published_course) == [
        three.title,
        one.title,
        two.title,
        loose.title,
    ]


def test_list_says_what_is_to_become_of_each_lesson(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    new = factories.lesson(published_course, live=False, title="Fresh")
    factories.lesson(published_course, live=False, title="Loose")
    admin_actions.edit(one, title="Renamed one")
    admin_actions.arrange(published_course, "Part", one, three, new)
    html = instructor_client.get(explore(published_course)).content.decode()
    for word in ("Not placed yet", "New", "Changed", "Renamed", "Removed", "As it is live"):
        assert word in html, word
    assert "4 changes waiting" in html
    assert reverse("courses_admin:submit", args=[published_course.pk]) in html


def test_list_of_a_course_in_review_leads_to_the_review(published_course, instructor_client):
    admin_actions.edit(published_course.outline.lessons[0], title="Edited")
    admin_actions.submit(instructor_client, published_course)
    html = instructor_client.get(explore(published_course)).content.decode()
    assert "This course is in review." in html


def test_dragging_changes_the_draft_and_nothing_learners_see(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    before = admin_actions.titles(published_course)
    for lesson, place, order in (
        (three, 0, [three, one, two]),
        (three, 1, [one, three, two]),
        (one, 2, [three, two, one]),
        (one, 2, [three, two, one]),
    ):
        assert drag(instructor_client, lesson, place).status_code == 200
        assert drafted(published_course) == [each.title for each in order]
    assert admin_actions.titles(published_course) == before
    assert not published_course.workflow_in_progress


def test_lesson_not_placed_yet_is_placed_by_dragging(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    loose = factories.lesson(published_course, live=False, title="Loose")
    drag(instructor_client, loose, 1)
    assert drafted(published_course) == [one.title, "Loose", two.title, three.title]


def test_editor_of_the_course_lists_what_is_not_placed(published_course, instructor_client):
    url = reverse("wagtailadmin_pages:edit", args=[published_course.pk])
    assert "Not placed yet" not in instructor_client.get(url).content.decode()
    loose = factories.lesson(published_course, live=False, title="Loose")
    html = instructor_client.get(url).content.decode()
    assert "Not placed yet" in html
    assert reverse("wagtailadmin_pages:edit", args=[loose.pk]) in html


def test_nonsense_for_a_place_means_the_end(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    for place in ("x", "", "-1", "999"):
        drag(instructor_client, one, place)
        assert drafted(published_course) == [two.title, three.title, one.title]


def test_nobody_drags_what_is_in_review_or_somebody_elses(
    published_course, index, instructor_client
):
    other = factories.course(index, lessons=2)
    first, second = other.outline.lessons
    drag(instructor_client, second, 0)
    assert drafted(other) == [first.title, second.title]
    one, two, three = published_course.outline.lessons
    admin_actions.edit(one, title="Edited")
    admin_actions.submit(instructor_client, published_course)
    drag(instructor_client, three, 0)
    assert drafted(published_course) == ["Edited", two.title, three.title]


def test_list_of_lessons_costs_the_same_for_many(published_course, instructor_client):
    lessons = list(published_course.outline.lessons)

    def grow(number: int) -> int:
        lessons.extend(factories.lesson(published_course, live=False) for _ in range(number))
        factories.lesson(published_course, live=False)  # not placed
        admin_actions.arrange(published_course, "Part", *lessons)
        admin_actions.edit(lessons[0], title=f"With {number} more")
        return queries_of_page(instructor_client, explore(published_course))

    assert grow(1) == grow(20)


def test_courses_are_listed_with_what_waits_in_them(
    published_course, index, editor_client, instructor_client
):
    admin_actions.edit(published_course.outline.lessons[0], title="Edited")
    assert "1 change waiting" in editor_client.get(explore(index)).content.decode()
    admin_actions.submit(instructor_client, published_course)
    assert "In review" in editor_client.get(explore(index)).content.decode()


def test_list_of_courses_costs_the_same_for_many(published_course, index, editor_client):
    factories.course(index, lessons=2)
    few = queries_of_page(editor_client, explore(index))
    for _ in range(4):
        factories.course(index, lessons=2)
    assert queries_of_page(editor_client, explore(index)) == few


@pytest.mark.search
def test_lessons_are_found_whatever_order_they_were_in(published_course, instructor_client):
    titles = [lesson.title for lesson in published_course.outline.lessons]
    for ordering in ("place", "ord", "-title", "nonsense"):
        found = listed(instructor_client, published_course, f"?q=Lesson&ordering={ordering}")
        assert sorted(found) == sorted(titles)
