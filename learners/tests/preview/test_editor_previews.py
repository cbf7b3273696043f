"""Wagtail's own previews: "view draft" and the panel beside the editor, as each learner."""

import pytest
from django.urls import reverse

from courses.tests import factories
from courses.tests.forms import course_form, lesson_form

from .reading import DONE, MODES, button_labels, draft_view, links, rows, soup, text_of


@pytest.mark.parametrize("mode", MODES)
def test_view_draft_of_a_course_shows_it_as_the_learner(instructor_client, redrafted, drafts, mode):
    page = soup(instructor_client, draft_view(redrafted, mode))
    assert rows(page) == ["Renamed in the draft", "Brand new", drafts[2].title]
    expected = {"visitor": "Sign up to enrol", "enrolled": "Start learning"}
    expected |= {"halfway": "Continue learning", "finished": "Review course"}
    assert button_labels(page)[0] == expected[mode]
    assert page.select(".preview-bar") == []
    assert not {link for link in links(page) if link.startswith("/admin/")}


@pytest.mark.parametrize("mode", [*DONE])
def test_view_draft_of_a_lesson_shows_it_as_the_learner(instructor_client, redrafted, drafts, mode):
    page = soup(instructor_client, draft_view(drafts[1], mode))
    assert "Text nobody has read." in page.text
    assert f"{DONE[mode]} of 3" in text_of(page.select_one("[role=status]"))
    assert text_of(page.select_one(".outline__course")) == "The next edition"


def test_view_draft_of_a_closed_lesson_shows_that_visitors_cannot_open_it(
    instructor_client, redrafted, drafts
):
    page = soup(instructor_client, draft_view(drafts[1], "visitor"))
    assert "A visitor cannot open this lesson." in page.main.text
    assert "Text nobody has read." not in page.text
    assert "Text of" in soup(instructor_client, draft_view(drafts[0], "visitor")).main.text


def test_first_choice_is_a_visitor_for_courses_and_a_learner_for_lessons(redrafted, drafts):
    modes = ["visitor", "enrolled", "halfway", "finished"]
    assert [name for name, _label in redrafted.preview_modes] == modes
    assert [name for name, _label in drafts[0].preview_modes] == modes
    assert (redrafted.default_preview_mode, drafts[0].default_preview_mode) == (
        "visitor",
        "enrolled",
    )


def panel(client, page, form: dict, mode: str):
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    saved = client.post(url, form)
    assert saved.json() == {"is_valid": True, "is_available": True}
    response = client.get(url, {"mode": mode, "in_preview_panel": "true"})
    assert (response.status_code, response["X-Frame-Options"]) == (200, "SAMEORIGIN")
    return response.content.decode()


@pytest.mark.parametrize("mode", MODES)
def test_panel_shows_a_course_as_it_is_being_typed(instructor_client, draft_course, mode):
    form = course_form(draft_course, title="Being typed", curriculum=_in_order(draft_course))
    html = panel(instructor_client, draft_course, form, mode)
    assert "Being typed" in html
    assert "wagtail-userbar" in html  # with which Wagtail checks the page in the panel


@pytest.mark.parametrize("mode", [*DONE])
def test_panel_shows_a_lesson_as_it_is_being_typed(instructor_client, redrafted, drafts, mode):
    html = panel(instructor_client, drafts[1], lesson_form(drafts[1], title="Typed"), mode)
    assert "Edited." in html
    assert html.count("Typed") >= 3  # as title, heading and in the outline
    assert "Brand new" not in html
    assert f"{DONE[mode]} of 3" in html
    assert "wagtail-userbar" in html


@pytest.mark.parametrize("mode", MODES)
def test_lesson_not_placed_yet_has_previews(instructor_client, redrafted, mode):
    lesson = factories.lesson(redrafted, live=False, free_preview=True)
    page = soup(instructor_client, draft_view(lesson, mode))
    assert "Text of" in page.main.text


def _in_order(course) -> dict:
    from wagtail.test.utils.form_data import streamfield

    lesson_ids = [block.value.pk for block in course.curriculum if block.block_type == "lesson"]
    return streamfield([("lesson", pk) for pk in lesson_ids])
