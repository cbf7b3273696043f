"""The lists in which Wagtail shows courses, and the lessons of one."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from courses.models import CoursePage
from courses.models.permission_testers import cache_is_protected
from courses.release.changes import Changes
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.release import admin_actions


def explorer_url(page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def listed_titles(client, page, query: str = "") -> list[str]:
    html = client.get(explorer_url(page) + query).content.decode()
    return re.findall(r'id="page_\d+_title"[^>]*>\s*([^<]+?)\s*<', html)


def draft_titles(course: CoursePage) -> list[str]:
    return [row.title for row in Changes(course).lesson_rows if row.position]


def drag(client, lesson, position: int):
    url = reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk])
    return client.post(f"{url}?position={position}")


def test_lessons_are_listed_in_the_order_of_the_draft(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    unplaced = factories.lesson(published_course, live=False, title="Loose")
    admin_actions.arrange_curriculum(published_course, "Part", three, one)
    assert listed_titles(instructor_client, published_course) == [
        three.title,
        one.title,
        two.title,
        unplaced.title,
    ]


def test_list_shows_the_pending_change_of_each_lesson(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Fresh")
    factories.lesson(published_course, live=False, title="Loose")
    admin_actions.edit_lesson(one, title="Renamed one")
    admin_actions.arrange_curriculum(published_course, "Part", one, three, new_lesson)
    html = instructor_client.get(explorer_url(published_course)).content.decode()
    for label in ("Not placed yet", "New", "Changed", "Renamed", "Removed", "As it is live"):
        assert label in html, label
    assert "4 changes waiting" in html
    assert reverse("courses_admin:submit", args=[published_course.pk]) in html


def test_list_shows_that_the_course_is_in_review(published_course, instructor_client):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Edited")
    admin_actions.submit(instructor_client, published_course)
    html = instructor_client.get(explorer_url(published_course)).content.decode()
    assert "This course is in review." in html


def test_dragging_changes_the_draft_and_nothing_public(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    before = admin_actions.titles(published_course)
    for dragged_lesson, position, order in (
        (three, 0, [three, one, two]),
        (three, 1, [one, three, two]),
        (one, 2, [three, two, one]),
        (one, 2, [three, two, one]),
    ):
        assert drag(instructor_client, dragged_lesson, position).status_code == 200
        assert draft_titles(published_course) == [lesson.title for lesson in order]
    assert admin_actions.titles(published_course) == before
    assert not published_course.workflow_in_progress


def test_lesson_not_placed_yet_is_placed_by_dragging(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    unplaced = factories.lesson(published_course, live=False, title="Loose")
    drag(instructor_client, unplaced, 1)
    assert draft_titles(published_course) == [one.title, "Loose", two.title, three.title]


def test_course_editor_lists_unplaced_lessons(published_course, instructor_client):
    url = reverse("wagtailadmin_pages:edit", args=[published_course.pk])
    assert "Not placed yet" not in instructor_client.get(url).content.decode()
    unplaced = factories.lesson(published_course, live=False, title="Loose")
    html = instructor_client.get(url).content.decode()
    assert "Not placed yet" in html
    assert reverse("wagtailadmin_pages:edit", args=[unplaced.pk]) in html


def test_invalid_position_means_the_end(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    for position in ("x", "", "-1", "999"):
        drag(instructor_client, one, position)
        assert draft_titles(published_course) == [two.title, three.title, one.title]


def test_dragging_is_refused_in_review_and_in_other_courses(
    published_course, index, instructor_client
):
    other = factories.course(index, lessons=2)
    first, second = other.outline.lessons
    drag(instructor_client, second, 0)
    assert draft_titles(other) == [first.title, second.title]
    one, two, three = published_course.outline.lessons
    admin_actions.edit_lesson(one, title="Edited")
    admin_actions.submit(instructor_client, published_course)
    drag(instructor_client, three, 0)
    assert draft_titles(published_course) == ["Edited", two.title, three.title]


def test_list_of_lessons_takes_the_same_queries_for_many(published_course, instructor_client):
    lessons = list(published_course.outline.lessons)

    def grow(number: int) -> int:
        lessons.extend(factories.lesson(published_course, live=False) for _ in range(number))
        factories.lesson(published_course, live=False)  # not placed
        admin_actions.arrange_curriculum(published_course, "Part", *lessons)
        admin_actions.edit_lesson(lessons[0], title=f"With {number} more")
        return get_query_count(instructor_client, explorer_url(published_course))

    assert grow(1) == grow(20)


def test_courses_are_listed_with_their_pending_changes(
    published_course, index, editor_client, instructor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Edited")
    assert "1 change waiting" in editor_client.get(explorer_url(index)).content.decode()
    admin_actions.submit(instructor_client, published_course)
    assert "In review" in editor_client.get(explorer_url(index)).content.decode()


def test_list_of_courses_takes_the_same_queries_for_many(published_course, index, editor_client):
    factories.course(index, lessons=2)
    query_count = get_query_count(editor_client, explorer_url(index))
    for _ in range(4):
        factories.course(index, lessons=2)
    assert get_query_count(editor_client, explorer_url(index)) == query_count


def test_list_knows_which_courses_learners_keep(index, student):
    """Nothing of them was released: one has a learner, of one a lesson was opened."""
    course, other = (factories.course(index, lessons=1, live=False) for _ in range(2))
    lesson = course.get_children().first().specific
    apps.get_model("learners", "Enrollment").objects.create(
        learner=student, course=other, last_lesson=lesson
    )
    cache_is_protected(pages := [course, other, factories.course(index, lessons=1, live=False)])
    assert [page.is_protected for page in pages] == [True, True, False]


@pytest.mark.search
def test_search_finds_lessons_in_every_ordering(published_course, instructor_client):
    titles = [lesson.title for lesson in published_course.outline.lessons]
    for ordering in ("place", "ord", "-title", "nonsense"):
        results = listed_titles(
            instructor_client, published_course, f"?q=Lesson&ordering={ordering}"
        )
        assert sorted(results) == sorted(titles)


def test_empty_list_counts_nothing(draft_course, index, editor_client):
    empty = factories.course(index, lessons=0, live=False)
    html = " ".join(editor_client.get(explorer_url(empty)).content.decode().split())
    assert "of 0" not in html
    full = " ".join(editor_client.get(explorer_url(draft_course)).content.decode().split())
    assert "1-3 of 3 lessons" in full
