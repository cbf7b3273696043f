"""What is approved and waits for its hour goes live as it was seen: all of it stays till then."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from courses.models.permission_testers import is_protected, is_protected_by_releases
from courses.tests.release import admin_actions
from courses.tests.release.conftest import (
    client_of,
    draft_course,
    editor,
    instructor,
    instructor_client,
)
from media.tests.admin_pages import deleted

from .test_live_forms import captioned
from .test_reviewed_files import KINDS, change, collection, files, stored_texts

__all__ = ["collection", "draft_course", "editor", "files", "instructor", "instructor_client"]


@pytest.fixture
def scheduled_course(draft_course, files, instructor_client, editor) -> CoursePage:
    """Never live, so that nothing but the release holds on to it."""
    captioned(files["video"])
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    admin_actions.schedule(client_of(editor), draft_course, go_live_at="2099-01-01 10:00")
    assert draft_course.releases.get().status == "scheduled"
    return draft_course


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_waits_for_its_hour_is_not_changed_by_its_team(
    scheduled_course, kind, files, instructor_client, collection
):
    before = stored_texts(files[kind])
    response = change(instructor_client, kind, files[kind], collection)
    assert "waits for its hour" in response.content.decode()
    assert stored_texts(files[kind]) == before


def test_nothing_that_waits_for_its_hour_is_deleted_by_its_team(
    scheduled_course, files, instructor_client
):
    assert deleted(instructor_client, files) == []


def test_pages_that_wait_for_their_hour_are_kept(scheduled_course, admin_user):
    pages = [
        *LessonPage.objects.child_of(scheduled_course),
        scheduled_course,
        scheduled_course.get_parent(),
    ]
    assert all(map(is_protected_by_releases, pages))
    assert all(map(is_protected, pages))
    catalogue = scheduled_course.get_parent().specific
    assert not catalogue.permissions_for_user(admin_user).can_delete()


def test_catalogue_with_a_course_that_waits_is_not_deleted(scheduled_course, admin_client):
    admin_client.post(reverse("wagtailadmin_pages:delete", args=[scheduled_course.get_parent().pk]))
    assert CoursePage.objects.filter(pk=scheduled_course.pk).exists()


def test_page_that_waits_is_deleted_by_no_code_either(scheduled_course):
    for page in (LessonPage.objects.child_of(scheduled_course).first(), scheduled_course):
        with pytest.raises(ProtectedError):
            Page.objects.get(pk=page.pk).delete()
