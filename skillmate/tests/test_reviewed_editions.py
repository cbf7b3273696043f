"""What an edition showed stays as it was: in lessons it did not change as well."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from courses.release.changes import Changes
from courses.release.pinned_revisions import with_revisions
from courses.release.publication import publish_at_once
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, editor, person
from learners.tests.files import add_files, document
from media.tests.browser import save

__all__ = ["editor"]


@pytest.fixture
def author(course):
    user = person("author", "Instructors")
    ensure_team(course, members=[user])
    return user


@pytest.fixture
def sheet(course, author, lessons):
    """Learners see it now."""
    file = document(collection=ensure_team(course).collection)
    add_files(lessons[0], document=file)
    return file


def rename(user, sheet):
    url = reverse("wagtaildocs:edit", args=[sheet.pk])
    return save(client_of(user), url, title="Unseen")


def release(course, editor) -> None:
    publish_at_once(course, with_revisions(Changes(course)).rows, by=editor)


def test_file_of_a_lesson_that_a_release_did_not_change_is_kept(
    course, lessons, sheet, author, editor
):
    """It was live before there was a release, and no edition but this one has it."""
    admin_actions.edit_lesson(lessons[1], title="Edited")
    release(course, editor)
    admin_actions.edit_lesson(lessons[0], body=[("text", "<p>Without it.</p>")])
    release(course, editor)
    assert "can be made live again" in rename(author, sheet).content.decode()


def let_publish(user, course) -> None:
    group = Group.objects.create(name=f"Publishes {course.pk}")
    group.user_set.add(user)
    for name in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=name)
        GroupPagePermission.objects.create(group=group, page=course, permission=permission)


def test_who_may_publish_one_page_of_two_that_show_a_file_does_not_change_it(
    course, index, sheet, author
):
    other = factories.course(index)
    add_files(other.outline.lessons[0], document=sheet)
    let_publish(author, other)
    assert "Learners see this file now" in rename(author, sheet).content.decode()
    let_publish(author, course)
    assert rename(author, sheet).status_code == 302
