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
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions

from .messages import said
from .rows import rows_shown

Status = CourseRelease.Status
OWN_WORK = "You submitted this yourself. Ask another reviewer to look at it."
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
    new = factories.lesson(published_course, live=False, title="Brand new")
    admin_actions.edit(one, title="One, again")
    admin_actions.arrange(published_course, "Part", three, one, new)
    submit(published_course, by=instructor, comment="Have a look.", note="There is more.")
    return published_course


def test_review_shows_every_change_in_the_order_of_the_curriculum(in_review, editor_client):
    _one, two, three = in_review.outline.lessons
    response = editor_client.get(review_url(in_review))
    assert rows_shown(response) == {
        "The course itself": [(in_review.title, "changed", False)],
        "Part": [
            (three.title, "unchanged", True),
            ("One, again", "changed", False),
            ("Brand new", "new", False),
        ],
        "Removed from the course": [(two.title, "removed", False)],
    }
    page = response.content.decode()
    assert "Have a look." in page
    assert "There is more." in page
    assert "was lesson 3, in “Second part”" in page


def test_review_of_a_new_course_shows_all_of_it_as_new(draft_course, instructor, editor_client):
    submit(draft_course, by=instructor)
    shown = rows_shown(editor_client.get(review_url(draft_course)))
    assert list(shown) == ["The course itself", "First part", "Second part"]
    assert {row[1] for rows in shown.values() for row in rows} == {"new"}


def test_outline_before_and_after_marks_what_became_of_it(in_review, editor_client):
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


def test_approval_publishes_with_the_editors_words(in_review, editor, editor_client):
    response = admin_actions.approve(
        editor_client, in_review, comment="Lovely.", note="Read the new one.", change="correction"
    )
    assert said(response)[0].startswith(f"“{in_review.title}” is live now, with all its lessons.")
    release = in_review.releases.first()
    assert (release.status, release.number, release.reviewed_by) == (Status.PUBLISHED, 2, editor)
    assert (release.review_comment, release.note) == ("Lovely.", "Read the new one.")
    assert release.change == "correction"


def test_notes_beside_rows_become_comments_on_their_pages(in_review, editor, editor_client):
    one = in_review.outline.lessons[0]
    notes = {f"note-{one.pk}": "Explain the term.", f"note-{in_review.pk}": "Shorter, please."}
    admin_actions.request_changes(editor_client, in_review, **notes)
    assert status(in_review) == Status.CHANGES_REQUESTED
    left = Comment.objects.order_by("page__depth").values_list("page", "text", "user")
    assert list(left) == [
        (in_review.pk, "Shorter, please.", editor.pk),
        (one.pk, "Explain the term.", editor.pk),
    ]


def test_notes_are_kept_when_the_course_is_approved_after_all(in_review, editor_client):
    one = in_review.outline.lessons[0]
    admin_actions.approve(editor_client, in_review, **{f"note-{one.pk}": "Next time: a picture."})
    assert status(in_review) == Status.PUBLISHED
    assert Comment.objects.get().text == "Next time: a picture."


def test_changes_are_not_requested_without_saying_which(in_review, editor_client):
    one = in_review.outline.lessons[0]
    response = admin_actions.request_changes(
        editor_client, in_review, comment=" ", **{f"note-{one.pk}": "Explain the term."}
    )
    assert response.context["form"].errors == {"comment": ["Say what has to be different."]}
    assert "Explain the term.</textarea>" in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW
    assert Comment.objects.count() == 0


def test_authors_may_look_and_not_decide(in_review, instructor_client):
    page = instructor_client.get(review_url(in_review)).content.decode()
    assert "One, again" in page
    assert 'name="action"' not in page
    assert 'name="note-' not in page
    for act in (admin_actions.approve, admin_actions.request_changes):
        response = act(instructor_client, in_review, comment="I like it.")
        assert said(response) == [NOT_A_REVIEWER]
        assert "I like it." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_nobody_approves_what_they_submitted(published_course, editor, editor_client):
    admin_actions.edit(published_course.outline.lessons[0], title="My own work")
    submit(published_course, by=editor)
    page = editor_client.get(review_url(published_course)).content.decode()
    assert OWN_WORK in page
    assert 'value="approve"' not in page
    assert 'value="reject"' in page
    assert said(admin_actions.approve(editor_client, published_course)) == [OWN_WORK]
    assert status(published_course) == Status.IN_REVIEW


def test_schedule_is_read_in_the_editors_time_zone(in_review, editor, editor_client):
    UserProfile.objects.create(user=editor, current_time_zone="Asia/Tokyo")
    page = editor_client.get(review_url(in_review)).content.decode()
    assert "In your time zone: Asia/Tokyo." in page
    admin_actions.schedule(editor_client, in_review, go_live_at="2090-01-31 09:00")
    release = in_review.releases.first()
    assert release.status == Status.SCHEDULED
    assert release.go_live_at == datetime(2090, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("act", "hour", "error"),
    [
        (
            admin_actions.schedule,
            "2020-01-31 09:00",
            "This hour has passed. Choose one in the future.",
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
def test_hour_that_cannot_be_meant_is_refused(in_review, editor_client, act, hour, error):
    response = act(editor_client, in_review, go_live_at=hour, comment="Good work.")
    assert response.context["form"].errors == {"go_live_at": [error]}
    assert "Good work." in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_scheduled_course_says_when_it_goes_live(in_review, editor, editor_client):
    hour = timezone.now() + timedelta(days=3)
    seen = Changes(in_review).fingerprint
    approve(in_review, by=editor, fingerprint=seen, go_live_at=hour)
    page = editor_client.get(review_url(in_review)).content.decode()
    assert "Approved by editor. It goes live on" in page
    assert reverse("courses_admin:unschedule", args=[in_review.pk]) in page
    assert 'name="action"' not in page


def test_course_that_was_never_submitted_says_so(draft_course, editor_client):
    page = editor_client.get(review_url(draft_course)).content.decode()
    assert "This course was never submitted: nothing is in review." in page
    assert reverse("courses_admin:submit", args=[draft_course.pk]) in page


def test_course_that_is_live_says_since_when(published_course, editor_client):
    page = editor_client.get(review_url(published_course)).content.decode()
    assert "Nothing is in review. Live since" in page
    assert "release 1" in page


def test_course_that_was_sent_back_says_by_whom(in_review, editor, editor_client):
    request_changes(in_review, by=editor, comment="More.")
    page = editor_client.get(review_url(in_review)).content.decode()
    assert "editor asked for changes; the course is back with its team." in page


def test_decision_that_comes_too_late_is_said_and_not_lost(in_review, instructor, editor_client):
    one = in_review.outline.lessons[0]
    withdraw(in_review, by=instructor)
    response = admin_actions.request_changes(
        editor_client, in_review, comment="Too long.", **{f"note-{one.pk}": "Cut this."}
    )
    assert said(response) == ["This course is no longer in review: somebody has decided already."]
    page = response.content.decode()
    assert "Nothing is in review: the last submission was taken back." in page
    assert "Too long." in page
    assert "Cut this." in page
    assert status(in_review) == Status.CANCELLED


def test_since_the_last_submission_leads_to_what_changed_since(
    in_review, instructor, editor, editor_client
):
    one = in_review.outline.lessons[0]
    assert "/submission/" not in editor_client.get(review_url(in_review)).content.decode()
    request_changes(in_review, by=editor, comment="More.")
    admin_actions.edit(one, title="One, mended")
    submit(in_review, by=instructor)
    page = editor_client.get(review_url(in_review)).content.decode()
    links = [reverse("courses_admin:compare", args=[in_review.pk, one.pk, "submission"])]
    assert [link for link in _links(page) if link.endswith("/submission/")] == links


def test_effect_on_learners_is_told_before_the_decision(in_review, editor_client):
    page = editor_client.get(review_url(in_review)).content.decode()
    assert "Nobody is enrolled: this release changes nothing for any learner." in page


def _links(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('href="')[1:]]
