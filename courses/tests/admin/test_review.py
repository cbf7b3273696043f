"""The one screen on which an editor reviews a course."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment
from wagtail.users.models import UserProfile

from courses.models import CoursePage, CourseRelease
from courses.release.changes import Changes
from courses.release.review import approve, request_changes
from courses.release.submission import submit, withdraw
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person

from .messages import message_texts
from .rows import table_rows

Status = CourseRelease.Status
OWN_WORK = (
    "You submitted this yourself. Ask another reviewer to look at it, or withdraw it and let "
    "somebody else of the team submit it."
)
NOT_A_REVIEWER = "You are not a reviewer of this step."


def review_url(course: CoursePage) -> str:
    return reverse("courses_admin:review", args=[course.pk])


def status(course: CoursePage) -> str:
    return course.releases.first().status


@pytest.fixture
@cached_fixture
def in_review(published_course, instructor) -> CoursePage:
    """The first lesson is edited, the second out, a new one in, and the third came first."""
    one, _two, three = published_course.outline.lessons
    new_lesson = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit_lesson(one, title="One, again")
    admin_actions.arrange_curriculum(published_course, "Part", three, one, new_lesson)
    submit(published_course, by=instructor, comment="Have a look.", note="There is more.")
    return published_course


def test_review_shows_every_change_in_the_order_of_the_curriculum(in_review, editor_client):
    _one, two, three = in_review.outline.lessons
    response = editor_client.get(review_url(in_review))
    assert table_rows(response) == {
        "The course itself": [(in_review.title, "changed", False)],
        "Part": [
            (three.title, "unchanged", True),
            ("One, again", "changed", False),
            ("Brand new", "new", False),
        ],
        "Removed from the course": [(two.title, "removed", False)],
    }
    html = response.content.decode()
    assert "Have a look." in html
    assert "There is more." in html
    assert "was <bdi>lesson 3, in “Second part”</bdi>" in html


def test_review_of_a_new_course_shows_all_of_it_as_new(draft_course, instructor, editor_client):
    submit(draft_course, by=instructor)
    groups = table_rows(editor_client.get(review_url(draft_course)))
    assert list(groups) == ["The course itself", "First part", "Second part"]
    assert {row[1] for rows in groups.values() for row in rows} == {"new"}


def test_outline_marks_every_change(in_review, editor_client):
    outline = editor_client.get(review_url(in_review)).context["table"].outline
    _one, two, three = in_review.outline.lessons
    assert [(line.title, line.marks) for line in outline.lines] == [
        ("First part", ("removed",)),
        ("Part", ("added",)),
        (three.title, ("moved",)),
        ("One, again", ("renamed",)),
        (two.title, ("removed",)),
        ("Second part", ("removed",)),
        ("Brand new", ("added",)),
    ]


def test_approval_publishes_with_the_editors_comment_and_note(in_review, editor, editor_client):
    response = admin_actions.approve(
        editor_client,
        in_review,
        comment="Lovely.",
        note="Read the new one.",
        change="correction",
        follow=True,
    )
    assert message_texts(response)[0].startswith(
        f"“{in_review.title}” is live now, with all its lessons."
    )
    release = in_review.releases.first()
    assert (release.status, release.number, release.reviewed_by) == (Status.PUBLISHED, 2, editor)
    assert (release.review_comment, release.note) == ("Lovely.", "Read the new one.")
    assert release.change == "correction"


def test_notes_beside_rows_become_comments_on_their_pages(in_review, editor, editor_client):
    one = in_review.outline.lessons[0]
    notes = {f"note-{one.pk}": "Explain the term.", f"note-{in_review.pk}": "Shorter, please."}
    admin_actions.request_changes(editor_client, in_review, **notes)
    assert status(in_review) == Status.CHANGES_REQUESTED
    comments = Comment.objects.order_by("page__depth").values_list("page", "text", "user")
    assert list(comments) == [
        (in_review.pk, "Shorter, please.", editor.pk),
        (one.pk, "Explain the term.", editor.pk),
    ]


def test_notes_are_saved_when_the_course_is_approved(in_review, editor_client):
    one = in_review.outline.lessons[0]
    admin_actions.approve(editor_client, in_review, **{f"note-{one.pk}": "Next time: a picture."})
    assert status(in_review) == Status.PUBLISHED
    assert Comment.objects.get().text == "Next time: a picture."


def test_changes_are_not_requested_without_a_comment(in_review, editor_client):
    one = in_review.outline.lessons[0]
    response = admin_actions.request_changes(
        editor_client,
        in_review,
        comment=" ",
        **{f"note-{one.pk}": "Explain the term."},
        follow=True,
    )
    assert response.context["form"].errors == {"comment": ["Say what has to be different."]}
    assert "Explain the term.</textarea>" in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW
    assert Comment.objects.count() == 0


def test_authors_may_view_and_not_decide(in_review, instructor_client):
    html = instructor_client.get(review_url(in_review)).content.decode()
    assert "One, again" in html
    assert 'name="action"' not in html
    assert 'name="note-' not in html
    for decide in (admin_actions.approve, admin_actions.request_changes):
        response = decide(instructor_client, in_review, comment="I like it.")
        assert message_texts(response) == [NOT_A_REVIEWER]
        assert "I like it." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_nobody_approves_their_own_submission(published_course, editor, editor_client):
    person("second", EDITORS)
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="My own work")
    submit(published_course, by=editor)
    html = editor_client.get(review_url(published_course)).content.decode()
    assert OWN_WORK in html
    assert 'value="approve"' not in html
    assert 'value="reject"' in html
    assert message_texts(admin_actions.approve(editor_client, published_course, follow=True)) == [
        OWN_WORK
    ]
    assert status(published_course) == Status.IN_REVIEW


def test_schedule_is_read_in_the_editors_time_zone(in_review, editor, editor_client):
    UserProfile.objects.update_or_create(user=editor, defaults={"current_time_zone": "Asia/Tokyo"})
    html = editor_client.get(review_url(in_review)).content.decode()
    assert "In your time zone: Asia/Tokyo." in html
    admin_actions.schedule(editor_client, in_review, go_live_at="2090-01-31 09:00")
    release = in_review.releases.first()
    assert release.status == Status.SCHEDULED
    assert release.go_live_at == datetime(2090, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("decide", "hour", "error"),
    [
        (
            admin_actions.schedule,
            "2020-01-31 09:00",
            "This time has passed. Choose one in the future.",
        ),
        (admin_actions.schedule, "", "Choose the date and time it is to go live."),
        (admin_actions.schedule, "tomorrow", "Enter a valid date/time."),
        (
            admin_actions.approve,
            "2090-01-31 09:00",
            "You chose a date. Press “Approve and schedule”, or empty it to publish now.",
        ),
    ],
)
def test_invalid_date_is_refused(in_review, editor_client, decide, hour, error):
    response = decide(editor_client, in_review, go_live_at=hour, comment="Good work.")
    assert response.context["form"].errors == {"go_live_at": [error]}
    assert "Good work." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_scheduled_course_shows_when_it_goes_live(in_review, editor, editor_client):
    go_live_at = timezone.now() + timedelta(days=3)
    fingerprint = Changes(in_review).fingerprint
    approve(in_review, by=editor, fingerprint=fingerprint, go_live_at=go_live_at)
    html = editor_client.get(review_url(in_review)).content.decode()
    assert "Approved by <bdi>editor</bdi>. It goes live on" in html
    assert reverse("courses_admin:unschedule", args=[in_review.pk]) in html
    assert 'name="action"' not in html


def test_course_that_was_never_submitted_shows_a_message(draft_course, editor_client):
    html = editor_client.get(review_url(draft_course)).content.decode()
    assert "This course was never submitted: nothing is in review." in html
    assert reverse("courses_admin:submit", args=[draft_course.pk]) in html


def test_live_course_shows_its_publication_date(published_course, editor_client):
    html = editor_client.get(review_url(published_course)).content.decode()
    assert "Nothing is in review. Live since" in html
    assert "release 1" in html


def test_returned_course_shows_its_reviewer(in_review, editor, editor_client):
    request_changes(in_review, by=editor, comment="More.")
    html = editor_client.get(review_url(in_review)).content.decode()
    assert "<bdi>editor</bdi> asked for changes; the course was sent back to its team." in html


def test_late_decision_shows_a_message_and_keeps_the_input(in_review, instructor, editor_client):
    one = in_review.outline.lessons[0]
    withdraw(in_review, by=instructor)
    response = admin_actions.request_changes(
        editor_client,
        in_review,
        comment="Too long.",
        **{f"note-{one.pk}": "Cut this."},
        follow=True,
    )
    assert message_texts(response) == [
        "This course is no longer in review: somebody has decided already."
    ]
    html = response.content.decode()
    assert "Nothing is in review: the last submission was cancelled." in html
    assert "Too long." in html
    assert "Cut this." in html
    assert status(in_review) == Status.CANCELLED


def test_review_links_to_comparison_with_the_last_submission(
    in_review, instructor, editor, editor_client
):
    one = in_review.outline.lessons[0]
    assert "/submission/" not in editor_client.get(review_url(in_review)).content.decode()
    request_changes(in_review, by=editor, comment="More.")
    admin_actions.edit_lesson(one, title="One, mended")
    submit(in_review, by=instructor)
    html = editor_client.get(review_url(in_review)).content.decode()
    links = [reverse("courses_admin:compare", args=[in_review.pk, one.pk, "submission"])]
    assert [link for link in _links(html) if link.endswith("/submission/")] == links


def test_effect_on_learners_is_shown_before_the_decision(in_review, editor_client):
    html = editor_client.get(review_url(in_review)).content.decode()
    assert "Nobody is enrolled: this release changes nothing for any learner." in html


def _links(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('href="')[1:]]


def test_reviewer_is_told_when_nobody_hears_the_answer(in_review, instructor, editor_client):
    instructor.is_active = False
    instructor.save()
    response = admin_actions.request_changes(editor_client, in_review, follow=True)
    warning = message_texts(response)[1]
    assert warning.startswith("Nobody was told: nobody on its team has an active account.")
    assert reverse("courses_admin:team", args=[in_review.pk]) in response.content.decode()
