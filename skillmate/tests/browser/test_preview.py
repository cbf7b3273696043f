"""The walk through a draft passes axe, works by keyboard, and tells the server nothing."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import Page, expect

from courses.models import CoursePage
from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment

from .conftest import MARKS
from .sign_in import sign_in
from .test_accessibility import check, tab_to

pytestmark = MARKS
MODES = ["visitor", "enrolled", "halfway", "finished"]


@pytest.fixture
def editor(home) -> User:
    setup_roles()
    user = factories.user("editor")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user


@pytest.fixture
def draft(index) -> CoursePage:
    return factories.course(index, lessons=3, live=False, title="Rye", slug="rye")


def test_previews_pass_axe(axe_page: Page, site_url, editor, draft):
    sign_in(axe_page.context, site_url, "editor")
    lesson = draft.curriculum[1].value
    previews = [f"/admin/courses/{draft.pk}/preview/{mode}/" for mode in MODES]
    check(axe_page, site_url, [*previews, *(f"{preview}{lesson.pk}/" for preview in previews)])


def test_draft_is_walked_by_keyboard_and_nothing_is_sent(page: Page, site_url, editor, draft):
    course = factories.course(draft.get_parent().specific, lessons=3)
    enrollment = enroll(course, by=editor)
    requests = []
    sign_in(page.context, site_url, "editor")
    page.goto(f"{site_url}/admin/courses/{course.pk}/preview/visitor/")
    page.on(
        "request", lambda request: requests.append(request) if request.method != "GET" else None
    )
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to content")
    tab_to(page, "Halfway")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview/halfway/")
    tab_to(page, "Continue learning")
    page.keyboard.press("Enter")
    page.wait_for_url("**/preview/halfway/*/")
    expect(page.get_by_role("button", name="Mark complete")).to_be_disabled()
    expect(page.get_by_role("group", name="In a preview nothing is saved.")).to_be_visible()
    last_title = course.outline.lessons[-1].title
    page.locator(".neighbours--large .neighbour--next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(last_title)
    assert "/preview/halfway/" in page.url
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")  # what is sent on leaving counts too
    assert requests == []
    assert Enrollment.objects.filter(pk=enrollment.pk, last_lesson=None).exists()
