"""The pages of the admin that are this project's own pass axe, and fit a phone."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from playwright.sync_api import Page

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.comparison.bodies import PYTHON, stored, table
from courses.tests.release import admin_actions
from skillmate.tests.browser.conftest import MARKS
from skillmate.tests.browser.test_accessibility import check

from .sign_in import sign_in

pytestmark = MARKS

COURSE_VIEWS = ["team", "submit", "releases", "archive", "review"]


@pytest.fixture
def editor(index):
    editor = factories.user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    return editor


@pytest.fixture
def bread(index, editor) -> CoursePage:
    """Released once, and in review again: each kind of row, and something to waive."""
    author = factories.user("author", is_superuser=True)
    course = factories.complete_course(index, lessons=4, live=False, title="Bread", slug="bread")
    submit(course, by=author)
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    one, two, _three, four = CoursePage.objects.get(pk=course.pk).outline.lessons
    admin_actions.edit_lesson(one, title="Flour", body=[])
    code = {"language": "python", "code": PYTHON, "caption": ""}
    admin_actions.edit_lesson(two, body=[stored("table", table()), stored("code", code)])
    new_lesson = factories.lesson(course, live=False, title="Rye")
    factories.lesson(course, live=False, title="Loose")
    admin_actions.arrange_curriculum(course, "First part", four, one, two, new_lesson)
    submit(course, by=author, comment="Look here.", despite_findings=True)
    return course


@pytest.fixture
def draft(index) -> CoursePage:
    """Nothing in it is ready."""
    course = factories.course(index, lessons=1, live=False)
    factories.lesson(course, live=False)
    return course


def test_admin_pages_of_courses_pass_axe(axe_page: Page, site_url, bread, draft):
    sign_in(axe_page.context, site_url, "editor")
    released = bread.releases.published().get()
    paths = ["/admin/", "/admin/courses/new/", "/admin/courses/releases/"]
    paths += [f"/admin/courses/{bread.pk}/{name}/" for name in COURSE_VIEWS]
    paths += [
        f"/admin/courses/releases/{released.pk}/{name}" for name in ("", "restore/", "progress/")
    ]
    compared_pages = [bread, *bread.outline.lessons[:2]]
    paths += [f"/admin/courses/{bread.pk}/compare/{page.pk}/live/" for page in compared_pages]
    paths += [f"/admin/courses/{draft.pk}/submit/"]
    paths += [f"/admin/pages/{page.pk}/" for page in (bread.get_parent(), bread, draft)]
    paths += [f"/admin/pages/{draft.pk}/?ordering=ord"]
    step = bread.current_workflow_task
    paths += [reverse("wagtailadmin_workflows:disable_task", args=[step.pk])]
    paths += [reverse("wagtailadmin_workflows:disable", args=[bread.get_workflow().pk])]
    check(axe_page, site_url, paths)


def test_report_of_activity_passes_axe(axe_page: Page, site_url, index):
    """Once, as its parts are those of the other reports."""
    factories.user("root", is_superuser=True)
    sign_in(axe_page.context, site_url, "root")
    check(axe_page, site_url, ["/admin/reports/activity/"])
