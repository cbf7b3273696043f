"""What was added and is not filled in yet keeps nothing from being saved."""

import pytest
from wagtail.test.utils.form_data import inline_formset, streamfield

from courses.models import CoursePage, Instructor

from .admin_pages import autosave, draft_of, save


@pytest.fixture
def teachers(home) -> list[Instructor]:
    return [Instructor.objects.create(name=name, slug=name.lower()) for name in ("Ada", "Bob")]


def rows(*teachers: Instructor | None, initial: int = 0, keys: tuple = ()) -> dict:
    """As the editor sends them: each numbered, those that are stored with their keys."""
    form = inline_formset(
        [{"instructor": teacher.pk if teacher else ""} for teacher in teachers], initial=initial
    )
    for number, key in enumerate(keys):
        form[str(number)]["id"] = key
    return form


def credited(course: CoursePage) -> list[str]:
    return [row.instructor.name for row in draft_of(course).taught_by.all()]


@pytest.mark.parametrize("name", ["draft_course", "published_course"])
def test_row_without_an_instructor_is_no_reason_not_to_save(
    instructor_client, teachers, request, name
):
    course = request.getfixturevalue(name)
    for number, sent in enumerate([rows(None), rows(None, None), rows(teachers[0], None)]):
        response = autosave(instructor_client, course, taught_by=sent, summary=f"Typed {number}")
        assert response.json()["success"]
        assert draft_of(course).summary == f"Typed {number}"
    assert credited(course) == ["Ada"]
    assert save(instructor_client, course, "action-submit", taught_by=rows(None)).status_code == 302


def test_row_that_is_filled_in_after_an_autosave_is_kept_once(
    draft_course, instructor_client, teachers
):
    ada, bob = teachers
    first = autosave(instructor_client, draft_course, taught_by=rows(None, ada)).json()
    updates = dict(first["field_updates"])
    assert credited(draft_course) == ["Ada"]
    key = updates["taught_by-1-id"]
    filled = rows(bob, ada, initial=int(updates["taught_by-INITIAL_FORMS"]), keys=("", key))
    for _turn in range(2):
        second = autosave(instructor_client, draft_course, taught_by=filled).json()
        assert second["success"]
        updates = dict(second["field_updates"])
        filled["0"]["id"] = updates.get("taught_by-0-id", filled["0"]["id"])
        assert credited(draft_course) == ["Bob", "Ada"]


def test_row_whose_instructor_is_taken_out_credits_nobody(
    draft_course, instructor_client, teachers
):
    ada, bob = teachers
    save(instructor_client, draft_course, taught_by=rows(ada, bob))
    keys = tuple(row.pk for row in draft_of(draft_course).taught_by.all())
    emptied = rows(None, bob, initial=2, keys=keys)
    assert autosave(instructor_client, draft_course, taught_by=emptied).json()["success"]
    assert credited(draft_course) == ["Bob"]


def test_blocks_that_were_just_inserted_are_saved_as_they_are(draft_course, instructor_client):
    lesson = draft_course.get_children().first()
    curriculum = streamfield(
        [("section", {"title": "", "summary": ""}), ("lesson", ""), ("lesson", lesson.pk)]
    )
    statements = streamfield([("item", "")])
    response = autosave(
        instructor_client,
        draft_course,
        curriculum=curriculum,
        outcomes=statements,
        requirements=statements,
        summary="Typed",
    )
    assert response.json()["success"]
    assert draft_of(draft_course).summary == "Typed"
