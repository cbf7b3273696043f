"""A preview leaves no trace in any record of learners, whoever looks and whatever they press."""

import pytest
from django.apps import apps
from django.urls import reverse

from courses.models import LessonPage
from learners.enrollment import library
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment, Profile
from learners.progress import progress
from learners.progress.resume import COOKIE
from learners.tests import files

from .reading import MODES, draft_view, soup, walk

APP_LABELS = ("learners", "courses", "wagtailcore")


def records() -> dict[str, list[dict]]:
    """Every row of learners' records, courses and pages."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in APP_LABELS
    }


def addresses(course, lessons: list[LessonPage]) -> list[str]:
    pages = [course, *lessons]
    draft_urls = [draft_view(page, mode) for mode in MODES for page in pages]
    walk_urls = [walk(course, mode, lesson) for mode in MODES for lesson in [None, *lessons]]
    return [*draft_urls, *walk_urls]


@pytest.fixture
def enrollment(editor, redrafted):
    """The editor takes the course, too, and has completed one lesson."""
    enroll(redrafted, by=editor)
    library.save(redrafted, by=editor)
    progress.complete(redrafted.outline.lessons[0], by=editor)
    Profile.objects.create(user=editor, display_name="Ottilie Unverwechselbar")
    return Enrollment.objects.get(learner=editor)


def test_looking_changes_no_row(editor_client, enrollment, redrafted, drafts):
    before = records()
    for url in addresses(redrafted, drafts):
        assert editor_client.get(url).status_code == 200
    assert records() == before
    assert COOKIE not in editor_client.cookies


def test_enrolled_editor_sees_the_progress_of_the_preview_mode(
    editor_client, enrollment, redrafted, drafts
):
    percent = {"enrolled": "0", "halfway": "33", "finished": "100"}
    for mode, value in percent.items():
        for url in (walk(redrafted, mode), draft_view(redrafted, mode)):
            page = soup(editor_client, url)
            assert page.select_one("#enrol progress")["value"] == value
            assert "Remove from library" not in page.text
            assert "Ottilie" not in page.select_one(".site-header").text
            assert "A learner" in page.select_one(".site-header").text
    for url in (walk(redrafted, "visitor"), draft_view(redrafted, "visitor")):
        page = soup(editor_client, url)
        assert page.select("#enrol progress") == []
        assert "Sign up" in page.select_one(".site-header").text


def test_posting_to_a_preview_is_refused(editor_client, enrollment, redrafted, drafts):
    before = records()
    for url in addresses(redrafted, drafts):
        if url.startswith("/admin/courses/"):
            assert editor_client.post(url, {"then": "next"}).status_code == 405
    assert records() == before


def test_no_form_of_a_learner_can_be_sent(editor_client, redrafted, drafts):
    count = 0
    for url in addresses(redrafted, drafts):
        page = soup(editor_client, url)
        forms = [form for form in page.select("form") if form.get("method") == "post"]
        assert all(form.find_parent("fieldset", disabled=True) for form in forms)
        count += len(forms)
    assert count > 20


def test_no_script_posts_which_lesson_is_open(editor_client, redrafted, drafts):
    for url in addresses(redrafted, drafts):
        html = editor_client.get(url).content.decode()
        assert "lesson.js" not in html
        assert "data-opened" not in html


def test_no_player_posts_its_position(editor, editor_client, student, student_client, redrafted):
    """Not even where somebody who takes the course themselves looks; on the page itself it does."""
    lesson = redrafted.outline.lessons[0]
    files.add_files(lesson, video=files.video())
    for user in (editor, student):
        enroll(redrafted, by=user)
    for url in addresses(redrafted, [lesson]):
        html = editor_client.get(url).content.decode()
        assert ("data-save" in html, "data-offer" in html) == (False, False)
    [player] = soup(student_client, lesson.url).select("[data-player]")
    assert player["data-save"]
    page = soup(editor_client, walk(redrafted, "enrolled", lesson))
    assert len(page.select("[data-player]")) == 1


def test_lesson_page_outside_preview_posts_which_lesson_is_open(student, student_client, redrafted):
    """What the tests above look for is there where it should be."""
    enroll(redrafted, by=student)
    page = soup(student_client, redrafted.outline.lessons[0].url)
    assert page.select("[data-opened]")
    forms = page.select("main form[method=post]")
    assert forms
    assert not any(form.find_parent("fieldset") for form in forms)


def test_posting_what_a_preview_names_acts_on_oneself_alone(
    editor, editor_client, student, redrafted, drafts
):
    """Who forges the request a disabled button would send enrols themselves, as anybody can."""
    enroll(redrafted, by=student)
    before = Enrollment.objects.filter(learner=student).values().get()
    editor_client.post(reverse("learners:complete", args=[drafts[1].pk]))
    assert not Enrollment.objects.filter(learner=editor).exists()
    assert Enrollment.objects.filter(learner=student).values().get() == before


def test_messages_wait_for_a_page_that_is_no_preview(instructor_client, redrafted):
    instructor_client.get(walk(redrafted, "visitor"))
    session = instructor_client.session
    session["_messages"] = '[["__json_message",0,25,"Saved.",""]]'
    session.save()
    instructor_client.post(reverse("learners:save", args=[redrafted.pk]))
    for url in (walk(redrafted, "enrolled"), draft_view(redrafted, "enrolled")):
        text = soup(instructor_client, url).text
        assert ("Saved." in text, "is in your library." in text) == (False, False)
    text = soup(instructor_client, "/about/").text
    assert ("Saved." in text, "is in your library." in text) == (True, True)
