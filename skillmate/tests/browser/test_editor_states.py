"""What script adds to the admin: a tick folds its row, locked fields take nothing, the menu of
blocks says what they are for."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from courses.models import CoursePage
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories

from .conftest import MARKS
from .sign_in import fill_in

pytestmark = MARKS


@pytest.fixture
def in_review(index) -> CoursePage:
    course = factories.complete_course(index, lessons=3, live=False, title="Bread")
    instructor, editor = factories.user("instructor"), factories.user("editor")
    instructor.groups.add(Group.objects.get(name=INSTRUCTORS))
    editor.groups.add(Group.objects.get(name=EDITORS))
    ensure_team(course, members=[instructor])
    submit(course, by=instructor)
    return CoursePage.objects.get(pk=course.pk)


def signed_in(browser: Browser, site_url: str, name: str) -> Page:
    page = browser.new_context(base_url=site_url, reduced_motion="reduce").new_page()
    page.goto("/accounts/login/")
    fill_in(page, name)
    page.wait_for_url(re.compile("/admin/"))
    return page


def test_review_and_editor_follow_the_state(browser, site_url, in_review):
    lesson = in_review.get_children().first()
    editor = signed_in(browser, site_url, "editor")
    editor.goto(f"/admin/courses/{in_review.pk}/review/")
    editor.get_by_label("Note to learners").fill("Half a note")
    bar = editor.locator(".release-bar")
    expect(bar).to_be_in_viewport()
    expect(bar).to_contain_text("0 of 4 pages looked at")
    editor.get_by_role("button", name=f"Mark as looked at : {lesson.title}").click()
    expect(bar).to_contain_text("1 of 4 pages looked at")
    row = editor.locator(f"#row-{lesson.pk}")
    expect(row.get_by_role("link", name="Preview")).to_be_hidden()
    expect(row.locator("summary").first).to_be_focused()
    expect(editor.get_by_label("Note to learners")).to_have_value("Half a note")
    editor.reload()
    expect(bar).to_contain_text("1 of 4 pages looked at")
    expect(row.get_by_role("link", name="Preview")).to_be_hidden()

    editor.goto(f"/admin/pages/{lesson.pk}/edit/")
    editor.locator(".c-sf-add-button").first.click()
    option = editor.locator(".w-combobox__option-text", has_text="Callout")
    expect(option).to_have_attribute("data-description", re.compile("set apart from the text"))

    author = signed_in(browser, site_url, "instructor")
    author.goto(f"/admin/pages/{lesson.pk}/edit/")
    expect(author.get_by_role("textbox", name="Title")).to_be_disabled()
    expect(author.locator(".Draftail-Editor [contenteditable=true]")).to_have_count(0)
    expect(author.locator(".c-sf-add-button:visible")).to_have_count(0)
    for page in (editor, author):
        page.context.close()
