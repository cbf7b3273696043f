"""The whole story of a release: an instructor, an editor and a student, each in a browser."""

import re

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.editor import (
    BLOCKS,
    delete_block,
    expect_autosaved,
    move_up,
    observe,
    position_of,
    save_draft,
    wait_for_autosave,
)

from .sign_in import fill_in

pytestmark = MARKS


@pytest.fixture
def course(index) -> CoursePage:
    """A released course of five lessons, its instructor, an editor, an enrolled student."""
    course = factories.complete_course(index, lessons=5, live=False, title="Bread", slug="bread")
    people = {name: factories.user(name) for name in ("instructor", "editor", "student")}
    people["instructor"].groups.add(Group.objects.get(name=INSTRUCTORS))
    people["editor"].groups.add(Group.objects.get(name=EDITORS))
    ensure_team(course, members=[people["instructor"]])
    submit(course, by=people["instructor"])
    approve(course, by=people["editor"], fingerprint=Changes(course).fingerprint)
    course = CoursePage.objects.get(pk=course.pk)
    enroll(course, by=people["student"])
    return course


@pytest.fixture
def sign_in_as(browser: Browser, site_url: str):
    """A browser of one's own for each person, through the site's own sign-in page."""
    contexts = []

    def sign_in_as(name: str) -> Page:
        context = browser.new_context(base_url=site_url, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        observe(page)
        page.goto("/accounts/login/")
        fill_in(page, name)
        page.wait_for_url(re.compile("/(learn|admin)/"))
        return page

    yield sign_in_as
    for context in contexts:
        context.close()


def retitle(page: Page, lesson: LessonPage, title: str) -> None:
    page.goto(f"/admin/pages/{lesson.pk}/edit/")
    page.get_by_role("textbox", name="Title").fill(title)
    save_draft(page)


def add_lesson(page: Page, course: CoursePage, title: str) -> None:
    page.goto(f"/admin/pages/add/courses/lessonpage/{course.pk}/")
    wait_for_autosave(page)
    page.get_by_role("textbox", name="Title").press_sequentially(title)
    page.keyboard.press("Tab")  # the slug follows what is typed
    expect_autosaved(page)
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Heading").click()
    page.get_by_role("textbox", name="Heading").fill(f"All about {title}")
    save_draft(page)


def delete_and_move_first(page: Page, course: CoursePage, *, deleted: str, first: str) -> None:
    """Take the lesson `deleted` out of the curriculum, and let the last one be the first lesson.

    Faster than autosave follows, which is on its way when the draft is saved.
    """
    page.goto(f"/admin/pages/{course.pk}/edit/")
    page.get_by_role("tab", name="Curriculum").click()
    wait_for_autosave(page)
    blocks = page.locator(f"#panel-child-curriculum-curriculum-content {BLOCKS}")
    delete_block(blocks.filter(has_text=deleted))
    block = blocks.filter(has_text=first)
    while position_of(block) > 1:  # below the first section
        move_up(block)
    save_draft(page)


def titles(page: Page, course: CoursePage) -> list[str]:
    """The lessons of the course page, as a student reads them."""
    page.goto(course.url)
    return [title.strip() for title in page.locator(".lesson-row__title").all_text_contents()]


def submit_for_review(page: Page, course: CoursePage, comment: str) -> None:
    page.goto(f"/admin/courses/{course.pk}/submit/")
    page.get_by_label("Comment to the reviewer").fill(comment)
    page.get_by_label("Note to learners").fill("A lesson on rye is new.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("“Bread” is in review now")).to_be_visible()


def test_course_goes_from_the_instructor_by_the_editor_to_the_student(
    course: CoursePage, sign_in_as, page: Page
):
    one, two, three, four, five = course.outline.lessons
    instructor, editor, student = (sign_in_as(name) for name in ("instructor", "editor", "student"))
    old_titles = [lesson.title for lesson in (one, two, three, four, five)]
    assert titles(student, course) == old_titles

    for lesson, title in ((one, "Flour"), (three, "Water"), (four, "Salt")):
        retitle(instructor, lesson, title)
    add_lesson(instructor, course, "Rye")
    delete_and_move_first(instructor, course, deleted=two.title, first="Rye")
    submit_for_review(instructor, course, "Rye comes first now.")
    assert titles(student, course) == old_titles

    editor.goto("/admin/")
    editor.get_by_role("link", name=re.compile("Review")).first.click()
    main = editor.get_by_role("main")
    expect(main).to_contain_text("Rye comes first now.")
    review = editor.url
    editor.get_by_role("link", name=re.compile("Compare with live")).nth(1).click()
    expect(editor.get_by_role("main")).to_contain_text("Flour")
    editor.goto(review)
    editor.get_by_label("Comment to the team").fill("Call the flour by its name.")
    editor.get_by_role("button", name="Request changes").click()
    expect(editor.get_by_text("“Bread” was sent back to its team")).to_be_visible()
    assert titles(student, course) == old_titles

    instructor.goto(f"/admin/courses/{course.pk}/submit/")
    expect(instructor.get_by_role("main")).to_contain_text("Call the flour by its name.")
    retitle(instructor, one, "Wheat flour")
    submit_for_review(instructor, course, "Done.")
    assert titles(student, course) == old_titles

    editor.goto(review)
    editor.get_by_role("button", name="Approve and publish").click()
    expect(editor.get_by_text("“Bread” is live now")).to_be_visible()
    assert titles(student, course) == ["Rye", "Wheat flour", "Water", "Salt", five.title]
    expect(student.get_by_role("main")).to_contain_text("A lesson on rye is new.")
    assert not LessonPage.objects.get(pk=two.pk).live
