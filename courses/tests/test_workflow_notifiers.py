"""Comments on a draft are mailed to those who may still open it, and to nobody else."""

from hashlib import sha256
from inspect import getsource

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from wagtail.admin.views.pages import edit
from wagtail.models import Comment, PageSubscription

from courses.release import workflow_notifiers
from courses.release.review import request_changes
from courses.release.submission import submit
from courses.teams.membership import remove_member
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.forms import lesson_form
from courses.tests.test_editing import client_of, edit_url, person, roles

__all__ = ["roles"]
SENDER = "c4067cd1affa8c96"


@pytest.fixture
def team(roles, course):
    users = [person(name, INSTRUCTORS) for name in ("author", "colleague")]
    ensure_team(course, members=users)
    return users


def removed_from_team(user, course):
    remove_member(course, user, by=person("chief", EDITORS))


def without_role(user, course):
    user.groups.remove(Group.objects.get(name=INSTRUCTORS))


def inactive(user, course):
    user.is_active = False
    user.save()


def still_member(user, course):
    pass


LEAVING = [removed_from_team, without_role, inactive]


def post_comment(author, lesson, comment=None) -> list[str]:
    """Posts a comment, or a reply to `comment`, in the page editor. Returns who gets a mail."""
    existing = int(comment is not None)
    row = {
        "id": comment.pk if comment else "",
        "contentpath": "title",
        "text": comment.text if comment else "The secret draft",
        "position": "",
        "resolved": "",
        "DELETE": "",
        "replies-TOTAL_FORMS": existing,
        "replies-INITIAL_FORMS": 0,
        "replies-0-id": "",
        "replies-0-text": "The secret draft",
    }
    form = lesson_form(lesson) | {f"comments-0-{name}": value for name, value in row.items()}
    form |= {"comments-TOTAL_FORMS": 1, "comments-INITIAL_FORMS": existing}
    mail.outbox.clear()
    assert client_of(author).post(edit_url(lesson), form).status_code == 302
    assert all("The secret draft" in message.body for message in mail.outbox)
    return [address for message in mail.outbox for address in message.to]


@pytest.mark.parametrize("leave", [still_member, *LEAVING])
def test_subscriber_is_notified_while_they_may_open_the_draft(team, course, lessons, leave):
    author, colleague = team
    PageSubscription.objects.create(page=lessons[0], user=colleague, comment_notifications=True)
    leave(colleague, course)
    expected = [colleague.email] if leave is still_member else []
    assert post_comment(author, lessons[0]) == expected


@pytest.mark.parametrize("leave", [still_member, *LEAVING])
def test_replies_are_mailed_to_users_who_may_open_the_draft(team, course, lessons, leave):
    author, colleague = team
    comment = Comment.objects.create(
        page=lessons[0], user=colleague, text="Sure?", contentpath="title"
    )
    leave(colleague, course)
    expected = [colleague.email] if leave is still_member else []
    assert post_comment(author, lessons[0], comment) == expected


@pytest.mark.parametrize("leave", [still_member, *LEAVING])
def test_review_mail_is_not_sent_to_former_members(
    roles, index, django_capture_on_commit_callbacks, leave
):
    course = factories.complete_course(index, lessons=1, live=False)
    author, editor = person("author", INSTRUCTORS), person("editor", EDITORS)
    ensure_team(course, members=[author])
    submit(course, by=author)
    leave(author, course)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        request_changes(course, by=editor, comment="Secret")
    expected = [[author.email]] if leave is still_member else []
    assert [message.to for message in mail.outbox] == expected


def test_wagtail_sends_comments_by_the_replaced_function():
    """Wagtail's editor sends comments, and nothing else, with the one function that is replaced."""
    assert edit.send_notification is workflow_notifiers._send_to_permitted_users
    source = getsource(edit.EditView.send_commenting_notifications)
    assert sha256(source.encode()).hexdigest()[:16] == SENDER, (
        "Wagtail changed how it mails comments: see whether "
        "courses/release/workflow_notifiers.py still chooses "
        "who is told, then put the new value here."
    )
    assert getsource(edit).count("send_notification(") == source.count("send_notification(")
