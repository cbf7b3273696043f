"""Wagtail's admin works under its policy: no kind of page, and nothing editors do, breaks it.

What a policy refuses the browser logs, and no browser test lets an error pass (`conftest.py`). The
pages about courses are opened by `test_admin_accessibility.py` and `test_preview.py`.
"""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect
from wagtail.models import Page as WagtailPage
from wagtail.models import Workflow

from courses.tests import factories
from learners.tests.files import document, video

from .conftest import MARKS
from .editor_actions import ACTIONS
from .sign_in import sign_in

pytestmark = MARKS

TEMPLATES = [
    "account/",
    "bulk/wagtailcore/page/unpublish/?next=/admin/&id={page}",
    "collections/add/",
    "contact_messages/",
    "documents/",
    "documents/multiple/add/",
    "images/",
    "pages/{course}/history/",
    "pages/{page}/revisions/compare/earliest...latest/",
    "pages/{page}/copy/",
    "pages/{page}/delete/",
    "pages/{page}/move/",
    "pages/add/courses/coursepage/{index}/",
    "redirects/",
    "reports/aging-pages/",
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "sites/new/",
    "snippets/courses/category/",
    "snippets/courses/instructor/add/",
    "users/",
    "users/new/",
    "videos/",
    "videos/edit/{video}/",
    "workflows/tasks/index/",
]


@pytest.fixture
def keys(index) -> dict[str, int]:
    """Of what there is, by the names the addresses above have for it."""
    course = factories.course(index, lessons=1)
    about = WagtailPage.objects.get(slug="about")
    return {
        "course": course.pk,
        "lesson": course.outline.lessons[0].pk,
        "index": index.pk,
        "page": about.pk,
        "picture": factories.picture().pk,
        "document": document().pk,
        "video": video().pk,
        "workflow": Workflow.objects.first().pk,
        "group": Group.objects.first().pk,
    }


@pytest.fixture
def admin(page: Page, site_url: str, keys) -> Page:
    """Before somebody who may do everything there."""
    factories.user("admin", is_superuser=True)
    sign_in(page.context, site_url, "admin")
    return page


def test_every_kind_of_admin_page_keeps_to_the_policy(admin: Page, site_url, keys):
    statuses = {}
    for template in TEMPLATES:
        path = template.format(**keys)
        statuses[path] = admin.goto(f"{site_url}/admin/{path}").status
        expect(admin.locator("h1, h2").first).to_be_attached()
    assert {path for path, status in statuses.items() if status != 200} == set()


def test_what_editors_do_keeps_to_the_policy(admin: Page, site_url, keys, expected_errors):
    expected_errors.append("400 (Bad Request)")  # the editor saves by itself what is not complete
    admin.on("dialog", lambda dialog: dialog.accept())  # it asks before it is left
    for path, action in ACTIONS.items():
        admin.goto(f"{site_url}/admin/{path.format(**keys)}")
        action(admin)
