"""The screen on which a course is submitted for review, and taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePage, CourseRelease
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.review import approve, request_changes
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person

from .conftest import client_of
from .messages import message_texts
from .rows import table_rows

Status = CourseRelease.Status
EMPTY_HEADING = [("heading", {"text": "", "level": "h2"})]
STEEP_HEADING = [("heading", {"text": "Too deep", "level": "h4"})]


def submit_url(course: CoursePage) -> str:
    return reverse("courses_admin:submit", args=[course.pk])


def statuses(course: CoursePage) -> list[str]:
    return list(course.releases.order_by("pk").values_list("status", flat=True))


def test_submit_screen_shows_what_would_go_live(published_course, instructor_client):
    one, two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(three, title="Third, again")
    admin_actions.arrange_curriculum(published_course, "Only part", new_lesson, three, one)
    response = instructor_client.get(submit_url(published_course))
    assert table_rows(response) == {
        "The course itself": [(published_course.title, "changed", False)],
        "Only part": [
            ("Brand new", "new", False),
            ("Third, again", "changed", True),
            1,
        ],
        "Removed from the course": [(two.title, "removed", False)],
    }
    assert f"was “<bdi>{three.title}</bdi>”" in response.content.decode()


def test_submitting_opens_a_release_with_the_posted_fields(
    draft_course, instructor, instructor_client
):
    response = admin_actions.submit(
        instructor_client,
        draft_course,
        comment="Lesson two is the hard one.",
        note="Three lessons to begin with.",
        change="correction",
    )
    assert response.url == submit_url(draft_course)
    release = draft_course.releases.get()
    assert (release.status, release.submitted_by) == (Status.IN_REVIEW, instructor)
    assert release.submission_comment == "Lesson two is the hard one."
    assert (release.note, release.change) == ("Three lessons to begin with.", "correction")


def test_course_in_review_shows_its_status_and_a_withdraw_button(draft_course, instructor_client):
    admin_actions.submit(instructor_client, draft_course, comment="Please hurry.")
    html = instructor_client.get(submit_url(draft_course)).content.decode()
    assert "it is in review" in html
    assert "Please hurry." in html
    assert reverse("courses_admin:withdraw", args=[draft_course.pk]) in html
    assert 'name="comment"' not in html


def test_second_submission_is_refused_and_keeps_the_input(
    draft_course, instructor, instructor_client
):
    submit(draft_course, by=instructor)
    response = admin_actions.submit(instructor_client, draft_course, comment="From my other tab.")
    assert message_texts(response) == [
        "This course is in review already. There is nothing more to do."
    ]
    assert "From my other tab." in response.content.decode()
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_withdrawing_cancels_the_release(draft_course, instructor_client):
    admin_actions.submit(instructor_client, draft_course)
    url = reverse("courses_admin:withdraw", args=[draft_course.pk])
    assert instructor_client.get(url).status_code == 405
    assert statuses(draft_course) == [Status.IN_REVIEW]
    assert instructor_client.post(url).url == submit_url(draft_course)
    assert statuses(draft_course) == [Status.CANCELLED]
    assert instructor_client.post(url).status_code == 302  # again changes nothing
    assert statuses(draft_course) == [Status.CANCELLED]


def test_errors_block_the_submission_and_are_listed_with_links(draft_course, instructor_client):
    lesson = draft_course.get_children().first().specific
    admin_actions.edit_lesson(lesson, body=EMPTY_HEADING)
    response = admin_actions.submit(
        instructor_client, draft_course, comment="Ready?", note="Read this."
    )
    assert message_texts(response) == [
        "Not everything is ready: fix what is listed, then try again."
    ]
    (finding,) = response.context["errors"]
    assert finding.title == lesson.title
    html = response.content.decode()
    assert finding.edit_url in html
    assert "Ready?" in html
    assert "Read this." in html
    assert statuses(draft_course) == []


def test_waivable_findings_are_submitted_only_when_confirmed(draft_course, instructor_client):
    admin_actions.edit_lesson(draft_course.get_children().first().specific, body=STEEP_HEADING)
    response = admin_actions.submit(instructor_client, draft_course)
    assert message_texts(response) == [
        "Not everything is ready: fix what is listed, or waive it with a reason."
    ]
    assert [finding.code for finding in response.context["waivable"]] == ["heading-skipped"]
    assert 'name="despite_findings"' in response.content.decode()
    assert statuses(draft_course) == []
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    assert statuses(draft_course) == [Status.IN_REVIEW]


def test_course_without_findings_has_no_checkbox(draft_course, instructor_client):
    html = instructor_client.get(submit_url(draft_course)).content.decode()
    assert "despite_findings" not in html


def test_unplaced_lessons_are_listed_with_links(draft_course, instructor_client):
    lesson = factories.lesson(draft_course, live=False, title="Forgotten")
    response = instructor_client.get(submit_url(draft_course))
    assert response.context["changes"].unplaced_lessons == [lesson]
    html = response.content.decode()
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[lesson.pk])}">Forgotten</a>' in html


def test_author_sees_the_review_comments(draft_course, instructor, editor, instructor_client):
    lesson = draft_course.get_children().first()
    submit(draft_course, by=instructor, note="New.", change="correction")
    request_changes(
        draft_course, by=editor, comment="Say more.", notes={lesson.pk: "Here, above all."}
    )
    response = instructor_client.get(submit_url(draft_course))
    html = response.content.decode()
    assert "Say more." in html
    assert [comment.text for comment in response.context["open_comments"]] == ["Here, above all."]
    assert response.context["form"].initial == {"note": "New.", "change": "correction"}


def test_resolved_comment_is_not_shown(draft_course, instructor, editor, instructor_client):
    lesson = draft_course.get_children().first()
    submit(draft_course, by=instructor)
    request_changes(draft_course, by=editor, comment="More.", notes={lesson.pk: "Here."})
    lesson.wagtail_admin_comments.update(resolved_at=timezone.now())
    response = instructor_client.get(submit_url(draft_course))
    assert response.context["open_comments"] == []


def test_course_without_changes_has_nothing_to_submit(published_course, instructor_client):
    html = instructor_client.get(submit_url(published_course)).content.decode()
    assert "Nothing has changed since the last release." in html
    response = admin_actions.submit(instructor_client, published_course)
    assert "there is nothing to submit" in message_texts(response)[0]
    assert statuses(published_course) == [Status.PUBLISHED]


def test_scheduled_course_is_unscheduled_by_an_editor_only(
    draft_course, instructor, editor, instructor_client, editor_client
):
    submit(draft_course, by=instructor)
    fingerprint = Changes(draft_course).fingerprint
    tomorrow = timezone.now() + timedelta(days=1)
    approve(draft_course, by=editor, fingerprint=fingerprint, go_live_at=tomorrow)
    url = reverse("courses_admin:unschedule", args=[draft_course.pk])
    assert url not in instructor_client.get(submit_url(draft_course)).content.decode()
    assert instructor_client.post(url).url == reverse("wagtailadmin_home")
    assert statuses(draft_course) == [Status.SCHEDULED]
    assert url in editor_client.get(submit_url(draft_course)).content.decode()
    assert editor_client.get(url).status_code == 405
    assert editor_client.post(url).url == submit_url(draft_course)
    assert statuses(draft_course) == [Status.CANCELLED]


def test_archived_course_is_not_submitted(published_course, editor, instructor_client):
    archive(published_course, by=editor)
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="Too late")
    html = instructor_client.get(submit_url(published_course)).content.decode()
    assert "This course is archived" in html
    response = admin_actions.submit(instructor_client, published_course)
    assert "archived" in message_texts(response)[0]


@pytest.mark.parametrize("name", ["submit", "withdraw", "review", "unschedule"])
def test_instructor_of_another_course_is_redirected(draft_course, instructor, name):
    submit(draft_course, by=instructor)
    other_client = client_of(person("stranger", INSTRUCTORS))
    url = reverse(f"courses_admin:{name}", args=[draft_course.pk])
    assert other_client.post(url, {"action": "approve"}).url == reverse("wagtailadmin_home")
    assert statuses(draft_course) == [Status.IN_REVIEW]
    if name in ("submit", "review"):
        assert other_client.get(url).url == reverse("wagtailadmin_home")


def test_unknown_kind_of_change_is_refused_and_keeps_the_input(draft_course, instructor_client):
    response = admin_actions.submit(
        instructor_client, draft_course, change="revolution", note="Kept."
    )
    assert message_texts(response) == ["Please check what is marked below."]
    assert "Kept." in response.content.decode()
    assert statuses(draft_course) == []


def test_submit_screen_takes_the_same_queries_for_any_number_of_unchanged_lessons(
    index, instructor, instructor_client
):
    costs = []
    for number in (1, 3):
        course = factories.complete_course(index, lessons=number)
        ensure_team(course, members=[instructor])
        admin_actions.edit_lesson(course.outline.lessons[0], title="Edited")
        costs.append(get_query_count(instructor_client, submit_url(course)))
    assert costs[0] == costs[1]
