"""A review nobody can decide on any more: its people hear of it, once."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.models import CoursePage
from courses.release.stalled_reviews import notice_stalled_reviews
from courses.release.submission import submit
from courses.teams.roles import EDITORS
from courses.tests import factories

from .conftest import person
from .mail_fixtures import absolute_url


@pytest.fixture
def in_review(draft_course, instructor) -> CoursePage:
    factories.user("admin", is_superuser=True)
    submit(draft_course, by=instructor)
    return draft_course


@pytest.fixture
def notice(django_capture_on_commit_callbacks):
    """Lets the clock look, and returns who was written to."""

    def run() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            notice_stalled_reviews()
        return sorted(message.to[0] for message in mail.outbox)

    return run


def leave_group(editor):
    editor.groups.clear()


def deactivate(editor):
    editor.is_active = False
    editor.save()


@pytest.mark.parametrize("vacate", [leave_group, deactivate])
def test_team_and_publishers_hear_once_that_nobody_can_decide(in_review, editor, notice, vacate):
    assert notice() == []
    vacate(editor)
    assert notice() == ["admin@example.com", "instructor@example.com"]
    message = mail.outbox[0]
    assert message.subject == f"Nobody can review: {in_review.title}"
    assert "An administrator has to put somebody there" in message.body
    assert absolute_url("courses_admin:review", in_review.pk) in message.body
    assert notice() == []


def test_last_step_without_anybody_who_may_publish_is_told(in_review, editor, notice):
    """Somebody is in the group; the group has lost its right."""
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    assert notice() == ["admin@example.com", "instructor@example.com"]
    assert "may publish courses" in " ".join(mail.outbox[0].body.split())


def test_it_is_told_again_when_it_happens_again(in_review, editor, notice):
    leave_group(editor)
    assert len(notice()) == 2
    second = person("second", EDITORS)
    assert notice() == []
    assert in_review.releases.get().stalled_at is None
    leave_group(second)
    assert len(notice()) == 2


def test_review_that_has_ended_is_told_of_to_nobody(in_review, editor, instructor_client, notice):
    leave_group(editor)
    instructor_client.post(reverse("courses_admin:withdraw", args=[in_review.pk]))
    assert notice() == []


def test_clock_takes_as_many_queries_for_three_reviews(
    in_review, index, instructor, django_assert_max_num_queries
):
    for _ in range(2):
        submit(factories.complete_course(index, live=False), by=User.objects.get(username="admin"))
    notice_stalled_reviews()
    with django_assert_max_num_queries(12):
        notice_stalled_reviews()
