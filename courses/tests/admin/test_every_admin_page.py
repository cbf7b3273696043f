"""No page of Wagtail's admin makes public what was not released, whoever asks for it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from courses.models import CoursePage, CurriculumEntry, LessonPage
from courses.release.changes import Changes
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import PRESSED, bulk, page_form, reload
from .conftest import client_of

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="who may press what is the same on either database"
    ),
]
HOUR = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%d %H:%M")
# What these do to a whole course is public, and for editors to decide.
EDITOR_ACTIONS = {"unpublish", "revisions_unschedule", "set_privacy", "delete"}
# Of the draft, not of what learners see.
DRAFT_FIELDS = {
    "numchild",
    "draft_title",
    "has_unpublished_changes",
    "latest_revision_id",
    "latest_revision_created_at",
    "locked",
    "locked_at",
    "locked_by_id",
}
EVERY_FIELD = nested_form_data({"body": streamfield([]), "curriculum": streamfield([])}) | {
    "action-publish": PRESSED,
    "action-submit": PRESSED,
    "action-workflow-action": PRESSED,
    "workflow-action-name": "approve",
    "workflow-action-extra-data": "{}",
    "go_live_at": HOUR,
    "expire_at": HOUR,
    "live": "on",
    "restriction_type": "login",
    "new_title": "Copied",
    "new_slug": "copied",
    "copy_subpages": "on",
    "publish_copies": "on",
    "alias": "on",
    "include_descendants": "on",
}


@pytest.fixture
def admin(db) -> User:
    return User.objects.create_superuser("root", "root@example.com", "password")


@pytest.fixture
def drafted(published_course) -> CoursePage:
    """A live course with something new everywhere, none of it public."""
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Unseen", slug="unseen")
    new_lesson.save_revision()
    for lesson in (one, two):
        admin_actions.edit_lesson(
            lesson, title=f"Unseen {lesson.title}", slug=f"unseen-{lesson.slug}"
        )
    admin_actions.arrange_curriculum(published_course, "Unseen part", new_lesson, three, one)
    return reload(published_course)


@pytest.fixture
def in_review(drafted, instructor) -> CoursePage:
    submit(drafted, by=User.objects.get(pk=instructor.pk), despite_findings=True)
    return reload(drafted)


@pytest.fixture
def scheduled(in_review, editor_client) -> CoursePage:
    admin_actions.schedule(editor_client, in_review, go_live_at=HOUR)
    assert in_review.releases.first().status == "scheduled"
    return reload(in_review)


def public_state() -> dict:
    """What of courses is live in the tables, and which of their addresses answer a visitor."""
    visitor, pages = Client(), Page.objects.type(CoursePage, LessonPage).order_by("path")
    urls = [page.url for page in pages]
    statuses = {url: visitor.get(url).status_code for url in urls}
    return {
        "pages": [
            {name: value for name, value in row.items() if name not in DRAFT_FIELDS}
            for row in pages.live().values()
        ],
        "entries": list(CurriculumEntry.objects.filter(course__live=True).values()),
        "restricted": [page.pk for page in pages if page.get_view_restrictions()],
        "open": {url: status for url, status in statuses.items() if status != 404},
    }


def page_urls(page: Page, other_course: Page) -> Iterator[tuple[str, str]]:
    """Every address of Wagtail about `page` and its revisions: the name, and where it is."""
    step = page.current_workflow_task_state
    values = {
        "page_id": page.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": page.pk,
        "destination_id": other_course.pk,
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "app_label": "courses",
        "model_name": "lessonpage",
        "action_name": "approve",
        "task_state_id": step.pk if step else 0,
        "task_id": step.task_id if step else 0,
        "workflow_state_id": step.workflow_state_id if step else 0,
    }
    for url_pattern in get_resolver().namespace_dict["wagtailadmin_pages"][1].url_patterns:
        if isinstance(url_pattern, URLPattern) and url_pattern.pattern.converters:
            names = url_pattern.pattern.converters
            for revision in {page.latest_revision_id, page.live_revision_id} - {None}:
                kwargs = {name: values.get(name, revision) for name in names}
                yield (
                    url_pattern.name,
                    reverse(f"wagtailadmin_pages:{url_pattern.name}", kwargs=kwargs),
                )
                if kwargs.keys() <= values.keys():
                    break  # it is about no revision


def post_everywhere(
    client: Client, course: CoursePage, other_course: CoursePage, skipped=()
) -> int:
    """How many requests were sent. Views in `skipped` spare the course, not its lessons."""
    request_count = 0
    changed_lesson, *_others, new_lesson = LessonPage.objects.below(course).order_by("path")
    for page in (course, changed_lesson, new_lesson):
        form = page_form(reload(page))
        data = {**EVERY_FIELD, **form, "new_parent_page": page.get_parent().pk}
        for name, url in page_urls(reload(page), other_course):
            if page != course or name not in skipped:
                client.post(url, data)
                request_count += 1
    for action in ("publish", "move", "unpublish", "delete"):
        course_pages = [] if action in skipped else [[course], [course.get_parent()]]
        for pages in (LessonPage.objects.below(course), *course_pages):
            bulk(client, action, *pages, include_descendants="on", chooser=other_course.pk)
    return request_count


@pytest.mark.parametrize("state", ["drafted", "in_review", "scheduled"])
def test_instructor_changes_nothing_public(request, index, instructor_client, state):
    course, other_course = request.getfixturevalue(state), factories.course(index, live=False)
    before, fingerprint = public_state(), Changes(course).fingerprint
    assert post_everywhere(instructor_client, course, other_course) > 90
    assert public_state() == before
    # Drafts did change, and none that a reviewer is reading.
    assert (Changes(course).fingerprint == fingerprint) == (state == "in_review")


@pytest.mark.parametrize(
    ("name", "state"), [("editor", "drafted"), ("admin", "in_review"), ("editor", "scheduled")]
)
def test_editors_publish_no_part_of_a_course(request, index, name, state):
    course, other_course = request.getfixturevalue(state), factories.course(index, live=False)
    client = client_of(request.getfixturevalue(name))
    before = public_state()
    assert post_everywhere(client, course, other_course, skipped=EDITOR_ACTIONS) > 90
    assert public_state() == before


def test_public_state_changes_with_a_release(in_review, editor_client):
    before = public_state()
    admin_actions.approve(editor_client, in_review)
    assert public_state() != before
