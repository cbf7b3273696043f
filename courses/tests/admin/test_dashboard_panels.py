"""What the dashboard of the admin shows of courses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow

from courses.admin.dashboard import drafted_courses, own_courses
from courses.models import CoursePage, CourseRelease
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.review import approve, request_changes
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

HOME = "/admin/"
PANELS = {
    "failed": 'id="releases-failed',
    "waiting": 'id="courses-waiting-for-review',
    "own": 'id="your-courses',
    "releases": 'id="releases-section',
    "drafts": 'id="courses-with-drafts',
    "stock review": 'id="awaiting-review',
    "stock own": 'id="objects-in-workflow',
}
EDITORS_PANELS = {"waiting", "own", "releases", "drafts"}


def dashboard_html(client: Client) -> str:
    return " ".join(client.get(HOME).content.decode().split())


def panels(client: Client) -> set[str]:
    html = dashboard_html(client)
    return {name for name, mark in PANELS.items() if mark in html}


def links_to(client: Client, name: str, *args) -> bool:
    return f'href="{reverse(f"courses_admin:{name}", args=args)}"' in dashboard_html(client)


@pytest.fixture
@cached_fixture
def in_review(published_course, instructor) -> CoursePage:
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="New title")
    submit(published_course, by=instructor, comment="Please look at the first one.")
    return CoursePage.objects.get(pk=published_course.pk)


def test_instructor_sees_own_courses_and_no_others(instructor_client, draft_course, index):
    other = factories.course(index)
    html = dashboard_html(instructor_client)
    assert panels(instructor_client) == {"own"}
    assert [course.title in html for course in (draft_course, other)] == [True, False]


def test_draft_is_submitted_previewed_and_shared_from_the_panel(instructor_client, draft_course):
    pk = draft_course.pk
    for name, *args in (("submit", pk), ("preview", pk, "enrolled"), ("team", pk), ("history", pk)):
        assert links_to(instructor_client, name, *args), name
    assert "4 changes waiting" in dashboard_html(instructor_client)


def test_course_without_changes_has_nothing_to_submit(instructor_client, published_course):
    assert "Nothing waiting" in dashboard_html(instructor_client)
    assert not links_to(instructor_client, "submit", published_course.pk)


def test_course_in_review_links_to_its_review(instructor_client, in_review):
    assert "In review" in dashboard_html(instructor_client)
    assert links_to(instructor_client, "review", in_review.pk)
    assert not links_to(instructor_client, "submit", in_review.pk)


def test_review_comment_is_shown_until_the_next_submission(
    instructor_client, editor_client, in_review, instructor
):
    admin_actions.request_changes(editor_client, in_review, comment="Shorter, <please>.")
    html = dashboard_html(instructor_client)
    assert "Shorter, &lt;please&gt;." in html
    assert "Changes requested" in html
    assert "Submit again" in html
    admin_actions.edit_lesson(in_review.outline.lessons[0], title="Short")
    submit(CoursePage.objects.get(pk=in_review.pk), by=instructor)
    assert "Shorter, &lt;please&gt;." not in dashboard_html(instructor_client)


def test_changes_are_dated_by_the_oldest_of_them(instructor_client, published_course, instructor):
    lesson = published_course.outline.lessons[0]
    admin_actions.edit_lesson(lesson, title="New title")
    Page.objects.filter(pk=lesson.pk).update(
        latest_revision_created_at=timezone.now() - timedelta(days=2, hours=1)
    )
    (row,) = own_courses(instructor, limit=9)
    assert row.waiting.since == Page.objects.get(pk=lesson.pk).latest_revision_created_at
    assert "1 change waiting" in dashboard_html(instructor_client)
    assert "2 days ago" in dashboard_html(instructor_client)


def test_archived_course_shows_its_status_and_cannot_be_submitted(
    instructor_client, published_course, editor
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="New title")
    archive(published_course, by=editor)
    assert "Archived" in dashboard_html(instructor_client)
    assert not links_to(instructor_client, "submit", published_course.pk)


def test_scheduled_course_shows_its_date(instructor_client, in_review):
    go_live_at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    in_review.releases.open().update(status="scheduled", go_live_at=go_live_at)
    html = dashboard_html(instructor_client)
    assert "Scheduled" in html
    assert str(go_live_at.day) in html
    assert not links_to(instructor_client, "submit", in_review.pk)


def test_instructor_without_courses_gets_a_link_to_a_new_course(home):
    client = client_of(person("newcomer", INSTRUCTORS))
    assert "You are not on the team of any course yet." in dashboard_html(client)
    assert links_to(client, "new")


def test_long_list_is_limited_and_links_to_all_courses(
    instructor_client, instructor, index, monkeypatch
):
    monkeypatch.setattr("courses.admin.dashboard_panels.YourCoursesPanel.limit", 2)
    for _ in range(2):
        course = factories.course(index)
        ensure_team(course, members=[instructor])
    assert "See all courses" in dashboard_html(instructor_client)


def test_editor_sees_courses_in_review_with_age_and_author(editor_client, in_review):
    in_review.releases.open().update(submitted_at=timezone.now() - timedelta(days=2, hours=1))
    html = dashboard_html(editor_client)
    assert panels(editor_client) == EDITORS_PANELS
    for text in (
        "1 change",
        "2 days ago",
        "by <bdi>instructor</bdi>",
        "Please look at the first one.",
    ):
        assert text in html, text
    assert links_to(editor_client, "review", in_review.pk)


def test_instructor_has_no_review_panel(instructor_client, in_review):
    assert panels(instructor_client) == {"own"}


def test_panel_counts_submitted_changes(editor_client, draft_course, instructor):
    submit(draft_course, by=instructor)
    assert "4 changes" in dashboard_html(editor_client)


def test_other_pages_in_a_workflow_keep_the_panels_of_wagtail(
    editor_client, editor, in_review, home
):
    about = home.get_children().get(slug="about").specific
    about.save_revision(user=editor)
    Workflow.objects.get(name="Course review").start(about, editor)
    assert panels(editor_client) == {*EDITORS_PANELS, "stock review", "stock own"}
    context = editor_client.get(HOME).context
    assert [state["obj"].title for state in context["states"]] == ["About"]
    assert [state.content_object.title for state in context["workflow_states"]] == ["About"]


def test_failed_release_is_shown_to_editors_only(editor_client, instructor_client, in_review):
    release = in_review.releases.open().get()
    CourseRelease.objects.filter(pk=release.pk).update(
        status="scheduled", failure="“Knots” could not be published.", go_live_at=timezone.now()
    )
    assert "“Knots” could not be published." in dashboard_html(editor_client)
    assert links_to(editor_client, "release", release.pk)
    assert panels(instructor_client) == {"own"}


def test_scheduled_release_is_not_shown_as_failed(editor_client, in_review):
    in_review.releases.open().update(status="scheduled", go_live_at=timezone.now())
    assert panels(editor_client) == EDITORS_PANELS


def test_dashboards_take_the_same_queries_for_one_and_three_courses(
    editor_client, instructor_client, instructor, in_review, index
):
    one = [get_query_count(client, HOME) for client in (editor_client, instructor_client)]
    for _ in range(2):
        course = factories.complete_course(index, lessons=2, live=False)
        ensure_team(course, members=[instructor])
        submit(course, by=User.objects.get(pk=instructor.pk))  # who knows of the new team
    three = [get_query_count(client, HOME) for client in (editor_client, instructor_client)]
    assert CourseRelease.objects.in_review().count() == 3
    assert three == one


def test_editor_with_nothing_to_review_sees_the_last_decision(
    editor_client, in_review, editor, instructor_client
):
    request_changes(in_review, by=editor, comment="Shorter.")
    html = dashboard_html(editor_client)
    assert "Nothing waits for review. <span> Last decision: changes requested," in html
    assert f">{in_review.title}</bdi></a>, by <bdi>editor</bdi>" in html
    assert "Last decision" not in dashboard_html(instructor_client)


def test_editor_sees_releases_and_all_courses_with_drafts(
    editor_client, in_review, editor, index, instructor
):
    """Those that wait longest first; neither what is in review nor a lesson that is not placed."""
    html = dashboard_html(editor_client)
    assert "release 1" in html
    assert "Nothing is scheduled." in html
    assert "All drafts are submitted or live." in html
    old, new, unplaced = (factories.complete_course(index, lessons=2) for _ in range(3))
    for course, days in ((new, 2), (old, 9)):
        lesson = course.outline.lessons[0]
        admin_actions.edit_lesson(lesson, title="Edited")
        at = timezone.now() - timedelta(days=days, hours=1)
        Page.objects.filter(pk=lesson.pk).update(latest_revision_created_at=at)
    factories.lesson(unplaced, live=False)
    rows = drafted_courses(User.objects.get(pk=editor.pk), limit=9)
    assert [row.course.pk for row in rows] == [old.pk, new.pk]
    html = dashboard_html(editor_client)
    assert "1 week ago" in html
    assert links_to(editor_client, "submit", old.pk)
    approve(
        in_review,
        by=editor,
        fingerprint=Changes(in_review).fingerprint,
        go_live_at=timezone.now() + timedelta(days=3),
    )
    html = dashboard_html(editor_client)
    assert "Nothing is scheduled." not in html
    assert "Scheduled" in html
