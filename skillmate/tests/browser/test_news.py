"""What learners see of releases and archived courses passes axe, and works by keyboard."""

import pytest
from playwright.sync_api import Page, expect

from courses.models import CoursePage
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.pinned_revisions import with_revisions
from courses.release.publication import publish_at_once
from courses.tests import factories
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson
from learners.enrollment.enrollment import enroll
from learners.progress.progress import complete
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.test_accessibility import check, tab_to

from .sign_in import sign_in

pytestmark = MARKS


@pytest.fixture
def courses(index) -> list[CoursePage]:
    """One in progress and one finished, each with news; one archived."""
    student = factories.user("student")
    superuser = factories.user("boss", is_superuser=True)
    all_courses = [
        factories.course(index, lessons=3, title=name) for name in ("Bread", "Cheese", "Wine")
    ]
    bread, cheese, wine = all_courses
    for course in all_courses:
        enroll(course, by=student)
    for lesson in cheese.outline.lessons:
        complete(lesson, by=student)
    for course in (bread, cheese):
        one, two, _three = course.outline.lessons
        edit_lesson(
            one, title="How to begin, told better, with a title that needs more than one line"
        )
        arrange_curriculum(course, "Part", one, two, factories.lesson(course, live=False))
        rows = with_revisions(Changes(course)).rows
        publish_at_once(course, rows, by=superuser, note="Told better.\nAnd more of it.")
    archive(wine, by=superuser)
    return all_courses


def test_news_and_archived_courses_pass_axe(axe_page: Page, site_url, courses):
    check(axe_page, site_url, [courses[2].url])
    sign_in(axe_page.context, site_url, "student")
    check(axe_page, site_url, [course.url for course in courses])
    check(axe_page, site_url, [courses[0].outline.lessons[1].url, "/learn/"])


def test_learner_reads_and_dismisses_news_by_keyboard(page: Page, site_url, courses):
    sign_in(page.context, site_url, "student")
    page.goto(site_url + courses[0].outline.lessons[1].url)
    tab_to(page, "Updated: 1 new lesson, 1 changed, 1 removed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Updated: 1 new lesson")).to_contain_text("Told better.")
    tab_to(page, "Got it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Updated")).to_have_count(0)
