"""A lesson or a section begins at its place in the curriculum: a title, and Create."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from courses.models import CoursePage, LessonPage
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.release import admin_actions

from .admin_pages import (
    admin_url,
    course_url,
    draft_curriculum,
    draft_of,
    edit_url,
    page_form,
    save,
)
from .messages import message_texts
from .test_creating import open_editing_session


def create(client: Client, course: CoursePage, title: str, after="", *, kind="lesson", **data):
    url = f"{course_url(f'new_{kind}', course)}?after={after}"
    return client.post(url, {"title": title, **data}, follow=True)


def entry_ids(course: CoursePage) -> list[str]:
    return [block.id for block in draft_of(course).curriculum]


def lesson_called(title: str) -> LessonPage:
    return LessonPage.objects.get(draft_title=title)


def test_new_lesson_stands_after_the_entry_it_was_begun_at(draft_course, instructor_client):
    first, *others = draft_curriculum(draft_course)
    response = create(instructor_client, draft_course, "Knots & loops", entry_ids(draft_course)[0])
    lesson = lesson_called("Knots & loops")
    assert response.redirect_chain == [(edit_url(lesson), 302)]
    assert (lesson.live, lesson.slug, lesson.owner.username) == (
        False,
        "knots-loops",
        "instructor",
    )
    assert draft_curriculum(draft_course) == [first, lesson.pk, *others]
    back = edit_url(draft_course) + "#tab-curriculum"
    assert response.content.decode().count(f'href="{back}"') >= 2  # said once, and to stay
    create(instructor_client, draft_course, "By key", lesson.pk)
    create(instructor_client, draft_course, "Last")
    create(instructor_client, draft_course, "Unknown", "no-such-entry")
    added = [lesson_called(title).pk for title in ("By key", "Last", "Unknown")]
    assert draft_curriculum(draft_course) == [first, lesson.pk, added[0], *others, *added[1:]]


def test_new_section_stands_at_its_place_and_takes_lessons(draft_course, instructor_client):
    first, *others = draft_curriculum(draft_course)
    ids = entry_ids(draft_course)
    data = {"kind": "section", "summary": "By hand"}
    response = create(instructor_client, draft_course, "Ropes", ids[0], **data)
    assert response.redirect_chain == [(edit_url(draft_course) + "#tab-curriculum", 302)]
    section = entry_ids(draft_course)[1]
    create(instructor_client, draft_course, "In it", section)
    lesson = lesson_called("In it").pk
    assert draft_curriculum(draft_course) == [first, "Ropes", lesson, *others]
    assert draft_of(draft_course).curriculum[1].value["summary"] == "By hand"
    page = instructor_client.get(course_url("new_lesson", draft_course) + f"?after={section}")
    assert "“<bdi>Ropes</bdi>”" in page.content.decode()


def test_new_lesson_fills_the_row_that_was_inserted_for_it(draft_course, instructor_client):
    first, second, third = (block.pk for block in draft_course.get_children())
    form = streamfield([("lesson", first), ("lesson", ""), ("lesson", second), ("lesson", third)])
    form["1"]["id"] = "0e8a2c64-1c5c-4bb5-8a5e-5f3d3a9c1d11"
    response = instructor_client.post(
        edit_url(draft_course),
        page_form(draft_course, curriculum=form) | {"action-new-lesson": form["1"]["id"]},
    )
    assert response.url == course_url("new_lesson", draft_course) + f"?after={form['1']['id']}"
    assert draft_curriculum(draft_course) == [first, None, second, third]
    instructor_client.post(response.url, {"title": "Filled"})
    assert draft_curriculum(draft_course) == [first, lesson_called("Filled").pk, second, third]


@pytest.mark.parametrize(
    ("button", "address"),
    [
        ("action-new-lesson", "courses_admin:new_lesson"),
        ("action-new-section", "courses_admin:new_section"),
        ("action-order", "wagtailadmin_explore"),
    ],
)
def test_buttons_of_the_curriculum_save_what_is_typed_first(
    draft_course, instructor_client, button, address
):
    response = save(instructor_client, draft_course, button, title="Typed just now")
    assert response.url.startswith(reverse(address, args=[draft_course.pk]))
    assert draft_of(draft_course).title == "Typed just now"


@pytest.mark.parametrize("title", ["???", "Statistik für Anfänger", "統計", "x" * 255, "7"])
def test_every_title_that_can_be_typed_begins_a_lesson(draft_course, instructor_client, title):
    create(instructor_client, draft_course, title)
    create(instructor_client, draft_course, title)
    lessons = LessonPage.objects.filter(draft_title=title)
    assert len({lesson.slug for lesson in lessons}) == 2
    assert draft_curriculum(draft_course)[-2:] == list(lessons.values_list("pk", flat=True))


def test_slug_that_a_draft_has_taken_is_left_to_it(published_course, instructor_client):
    other = published_course.outline.lessons[0]
    save(instructor_client, other, slug="knots")
    create(instructor_client, published_course, "Knots")
    assert lesson_called("Knots").slug == "knots-2"


def test_title_that_is_missing_is_asked_for(draft_course, instructor_client):
    before = draft_curriculum(draft_course)
    for kind in ("lesson", "section"):
        response = create(instructor_client, draft_course, "  ", kind=kind)
        assert response.context["form"].errors.keys() == {"title"}
    long_title = create(instructor_client, draft_course, "x" * 201, kind="section")
    assert long_title.context["form"].errors.keys() == {"title"}
    assert draft_curriculum(draft_course) == before


def test_lesson_is_saved_though_a_colleague_is_changing_the_course(
    draft_course, instructor_client, editor
):
    before = draft_curriculum(draft_course)
    open_editing_session(editor, draft_course, is_editing=True)
    response = create(instructor_client, draft_course, "Kept")
    assert message_texts(response)[0].startswith("editor is changing this course right now.")
    assert response.redirect_chain == [(edit_url(lesson_called("Kept")), 302)]
    response = create(instructor_client, draft_course, "Typed", kind="section")
    assert "editor is changing" in str(response.context["form"].non_field_errors())
    assert response.context["form"]["title"].value() == "Typed"
    assert draft_curriculum(draft_course) == before


def test_nothing_begins_during_a_review_or_in_a_course_of_others(
    draft_course, index, instructor_client
):
    other = factories.course(index)
    ensure_team(other)
    admin_actions.submit(instructor_client, draft_course)
    before = [draft_curriculum(course) for course in (draft_course, other)]
    for course in (draft_course, other):
        for kind in ("lesson", "section"):
            response = create(instructor_client, course, "Too late", kind=kind)
            assert response.redirect_chain[0] == (reverse("wagtailadmin_home"), 302)
    assert [draft_curriculum(course) for course in (draft_course, other)] == before
    assert not LessonPage.objects.filter(draft_title="Too late").exists()
    html = instructor_client.get(edit_url(draft_course)).content.decode()
    assert "action-new-lesson" not in html
    assert "Lesson 1" in html  # its rows stay


def test_rows_say_what_the_drafts_say(published_course, instructor_client):
    first, second, _third = published_course.outline.lessons
    save(instructor_client, first, minutes=17, free_preview="on")
    loose = factories.lesson(published_course, live=False, title="Loose", minutes=5)
    rows = rows_of(instructor_client, published_course)
    assert [part in rows[first.pk] for part in ("17 min", "Free preview", "Changed")] == [True] * 3
    assert "As it is live" in rows[second.pk]
    assert "Free preview" not in rows[second.pk]
    for lesson in (first, second, loose):
        preview = reverse(
            "courses_admin:preview_lesson", args=[published_course.pk, "enrolled", lesson.pk]
        )
        assert edit_url(lesson) in rows[lesson.pk]
        assert preview in rows[lesson.pk]


def rows_of(client: Client, course: CoursePage) -> dict[int, str]:
    """What the editor has for each lesson, by primary key."""
    html = client.get(edit_url(course)).content.decode()
    parts = html.split('<template data-lesson="')[1:]
    return {
        int(part.partition('"')[0]): part.partition(">")[2].partition("</template>")[0]
        for part in parts
    }


def test_editor_asks_no_more_for_a_long_curriculum(index, draft_course, instructor_client):
    create(instructor_client, draft_course, "One more")
    few = get_query_count(instructor_client, edit_url(draft_course))
    for number in range(4):
        create(instructor_client, draft_course, f"More {number}")
    assert get_query_count(instructor_client, edit_url(draft_course)) == few


def test_menus_offer_what_helps_an_author(draft_course, instructor, instructor_client, index):
    lesson = draft_of(draft_course).curriculum[-1].value
    listing = reverse("wagtailadmin_explore", args=[draft_course.pk])
    catalogue = reverse("wagtailadmin_explore", args=[index.pk])
    for url in (edit_url(draft_course), edit_url(lesson), listing, catalogue):
        html = instructor_client.get(url, follow=True).content.decode()
        assert [
            text for text in ("Add child page", "Sort menu order", ">Move") if text in html
        ] == []
        for page in (draft_course, lesson):
            assert admin_url("move", page.pk) not in html
            assert admin_url("add_subpage", page.pk) not in html
        assert course_url("new_lesson", draft_course) in html
    second = factories.course(index, live=False)
    ensure_team(second, members=[instructor])
    assert admin_url("move", lesson.pk) in instructor_client.get(listing).content.decode()


def test_menus_of_administrators_and_other_pages_keep_what_works(draft_course, home):
    client = Client()
    client.force_login(
        factories.user("admin", is_superuser=True), "django.contrib.auth.backends.ModelBackend"
    )
    lesson = draft_of(draft_course).curriculum[-1].value
    listing = reverse("wagtailadmin_explore", args=[draft_course.pk])
    html = client.get(listing).content.decode()
    assert admin_url("move", lesson.pk) in html
    assert f"{reverse('wagtailadmin_explore', args=[lesson.pk])}?ordering=ord" not in html
    html = client.get(reverse("wagtailadmin_explore", args=[home.pk])).content.decode()
    assert admin_url("add_subpage", home.pk) in html
