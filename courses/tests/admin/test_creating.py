"""Making courses and lessons with Wagtail's own page: drafts, and nothing else."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import get_default_page_content_type

from courses.models import CoursePage, CourseRelease, CourseTeam, LessonPage
from courses.release.submission import submit
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.admin.admin_pages import (
    JSON,
    PRESSED,
    add_lesson,
    admin_url,
    course_url,
    draft_curriculum,
    draft_of,
    edit_url,
    reload,
    save,
)
from courses.tests.forms import course_form, lesson_form

from .messages import message_texts

BUTTONS = ["", "action-submit", "action-publish"]


def new_lesson() -> LessonPage:
    return LessonPage.objects.get(draft_title="New lesson")


def open_editing_session(user, course: CoursePage, **fields) -> EditingSession:
    """`user` has `course` open in the editor."""
    defaults = {"content_type": get_default_page_content_type(), "last_seen_at": timezone.now()}
    return EditingSession.objects.create(user=user, object_id=course.pk, **{**defaults, **fields})


@pytest.mark.parametrize("button", BUTTONS)
@pytest.mark.parametrize("name", ["editor_client", "instructor_client"])
def test_new_lesson_is_a_draft_at_the_end_of_the_draft_curriculum(
    published_course, request, name, button
):
    before = draft_curriculum(published_course)
    response = add_lesson(request.getfixturevalue(name), published_course, button, follow=True)
    lesson = new_lesson()
    assert response.redirect_chain == [(edit_url(lesson), 302)]
    assert (lesson.live, lesson.workflow_in_progress) == (False, False)
    assert draft_curriculum(published_course) == [*before, lesson.pk]
    assert [text.partition("\n")[0] for text in message_texts(response)] == [
        "Page &#x27;New lesson&#x27; created.",
        "It is the last lesson in the draft of the curriculum. A lesson goes live with its course: "
        "submit the course for review.",
    ]


def test_learners_see_nothing_of_a_new_lesson(published_course, instructor_client, client):
    add_lesson(instructor_client, published_course)
    course = reload(published_course)
    assert new_lesson().pk not in [lesson.pk for lesson in course.outline.lessons]
    assert course.has_unpublished_changes
    assert course.entries.count() == 3


def test_lesson_autosaved_for_the_first_time_is_placed_once(draft_course, instructor_client):
    before = draft_curriculum(draft_course)
    data = lesson_form(LessonPage(title="New lesson", slug="new-lesson"))
    url = admin_url("add", "courses", "lessonpage", draft_course.pk)
    result = instructor_client.post(url, data, **JSON).json()
    assert result["success"]
    assert draft_curriculum(draft_course) == [*before, result["pk"]]
    save(instructor_client, new_lesson(), title="New lesson")
    assert draft_curriculum(draft_course) == [*before, result["pk"]]


def test_new_lesson_is_not_placed_while_a_colleague_has_the_course_open(
    draft_course, instructor_client, editor
):
    before = draft_curriculum(draft_course)
    open_editing_session(editor, draft_course)
    response = add_lesson(instructor_client, draft_course, follow=True)
    assert not new_lesson().live
    assert draft_curriculum(draft_course) == before
    assert message_texts(response)[1] == (
        "editor has this course open in the editor, so its curriculum is left alone. The lesson is "
        "saved, but not placed yet: add it to the curriculum later."
    )


@pytest.mark.parametrize(
    ("name", "hours", "kind"),
    [
        ("instructor", 0, get_default_page_content_type),  # another tab of their own
        ("editor", 1, get_default_page_content_type),  # who left long ago
        ("editor", 0, lambda: ContentType.objects.get_for_model(CourseTeam)),
    ],
)
def test_new_lesson_is_placed_when_nobody_else_has_the_course_open(
    draft_course, instructor_client, request, name, hours, kind
):
    last_seen_at = timezone.now() - timezone.timedelta(hours=hours)
    user = request.getfixturevalue(name)
    open_editing_session(user, draft_course, last_seen_at=last_seen_at, content_type=kind())
    add_lesson(instructor_client, draft_course)
    assert draft_curriculum(draft_course)[-1] == new_lesson().pk


def test_lesson_created_by_a_reviewer_is_not_placed_during_review(
    draft_course, instructor, instructor_client, editor_client
):
    submit(draft_course, by=instructor)
    before = draft_curriculum(draft_course)
    response = add_lesson(editor_client, draft_course, follow=True)
    assert draft_curriculum(draft_course) == before
    assert "not placed yet" in message_texts(response)[1]
    url = admin_url("add", "courses", "lessonpage", draft_course.pk)
    assert instructor_client.get(url).status_code == 302
    add_lesson(instructor_client, draft_course, slug="another")
    assert LessonPage.objects.below(draft_course).count() == 4


def test_invalid_lesson_leaves_the_curriculum_unchanged(draft_course, instructor_client):
    before = draft_of(draft_course).latest_revision_id
    response = add_lesson(instructor_client, draft_course, minutes="0", follow=True)
    assert response.context["form"].errors.keys() == {"minutes"}
    assert draft_of(draft_course).latest_revision_id == before


def test_lesson_cannot_be_added_to_another_teams_course(index, instructor, instructor_client):
    other = factories.course(index)
    ensure_team(other)
    add_lesson(instructor_client, other)
    assert not LessonPage.objects.filter(draft_title="New lesson").exists()


@pytest.mark.parametrize("button", BUTTONS)
def test_course_created_with_wagtails_view_is_a_draft_with_a_team(
    index, editor, editor_client, button
):
    data = course_form(
        CoursePage(title="Knots", slug="knots"), curriculum={"count": 0}, category=""
    )
    data |= {"action": PRESSED, button: PRESSED}
    url = admin_url("add", "courses", "coursepage", index.pk)
    response = editor_client.post(url, data)
    course = CoursePage.objects.get(slug="knots")
    assert response.url == edit_url(course)
    assert (course.live, course.workflow_in_progress) == (False, False)
    assert list(course.team.members) == [editor]
    assert not CourseRelease.objects.exists()
    assert editor_client.get(course_url("submit", course)).status_code == 200
