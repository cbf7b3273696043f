"""What the tests beside it share."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories

from . import admin_actions
from .conftest import person


@pytest.fixture
def sent_messages(db):
    """Makes `call`, and returns the messages that were sent for it."""

    def run(call, *args, **kwargs) -> list:
        mail.outbox.clear()
        call(*args, **kwargs)
        return sorted(mail.outbox, key=lambda message: message.to)

    return run


@pytest.fixture
def colleague(draft_course, instructor):
    """On the team, too."""
    user = person("colleague", INSTRUCTORS)
    ensure_team(draft_course, members=[user])
    return user


def approve_course(course: CoursePage, by, **options):
    return approve(course, by=by, fingerprint=Changes(course).fingerprint, **options)


def recipients(messages: list) -> list[list[str]]:
    return [message.to for message in messages]


def html_of(message) -> str:
    return message.alternatives[0][0]


def absolute_url(name: str, *args) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def bullets(message) -> list[str]:
    """The lessons a message names, with the changes of each."""
    return [line[2:] for line in message.body.splitlines() if line.startswith("* ")]


def lessons_of(course: CoursePage) -> list:
    """Drafts too."""
    return list(LessonPage.objects.child_of(course).order_by("path"))


def mixed_changes(course: CoursePage) -> list:
    """Rename one lesson, move and change another, add one, remove one; two stay."""
    unchanged, moved, renamed, removed, last = course.outline.lessons
    admin_actions.edit_lesson(renamed, title="Renamed")
    admin_actions.edit_lesson(moved, summary="Changed.")
    added = factories.lesson(course, live=False, title="Added")
    added.save_revision()
    admin_actions.arrange_curriculum(course, "Part", unchanged, renamed, last, moved, added)
    return [unchanged, moved, renamed, removed, last, added]


@pytest.fixture
def five_lessons(index, instructor, editor):
    course = factories.complete_course(index, lessons=5, live=False)
    ensure_team(course, members=[instructor])
    submit(course, by=instructor)
    approve_course(course, editor)
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def two_steps(index):
    """Wagtail's own tasks; returns the reviewer of the first."""
    expert = factories.user("expert")
    experts = Group.objects.create(name="Experts")
    experts.user_set.add(expert)
    workflow = Workflow.objects.create(name="Two steps")
    for order, (name, group) in enumerate(
        [("Expertise", experts), ("Editing", Group.objects.get(name=EDITORS))]
    ):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(group)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    return expert


class Unreachable(EmailBackend):
    def open(self):
        raise ConnectionRefusedError("No mail server")
