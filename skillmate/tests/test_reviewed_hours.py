"""What is approved and waits for its hour goes live as it was seen: all of it stays till then."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.models.permission_testers import is_protected, is_protected_by_releases
from courses.release.changes import Changes
from courses.release.pinned_revisions import with_revisions
from courses.release.publication import publish_at_once
from courses.release.review import unschedule
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import (
    client_of,
    draft_course,
    editor,
    editor_client,
    instructor,
    instructor_client,
    run_command,
)
from media.published_files import keepers_of
from media.tests.admin_pages import DELETE, deleted

from .test_live_forms import captioned
from .test_reviewed_files import (
    KINDS,
    change,
    change_by_code,
    collection,
    make_files,
    stored_texts,
)

__all__ = [
    "collection",
    "draft_course",
    "editor",
    "editor_client",
    "instructor",
    "instructor_client",
    "run_command",
]


@pytest.fixture
@cached_fixture
def stored_files(draft_course, instructor) -> list:
    """In the order of `KINDS`. No test here puts another file in the place of one."""
    items = make_files(draft_course, ensure_team(draft_course).collection)
    return [items[kind] for kind in KINDS]


@pytest.fixture
def files(stored_files) -> dict:
    return dict(zip(KINDS, stored_files, strict=True))


@pytest.fixture
@cached_fixture
def scheduled_course(draft_course, stored_files, instructor_client, editor) -> CoursePage:
    """Never live, so that nothing but the release holds on to it."""
    captioned(stored_files[-1])
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    admin_actions.schedule(client_of(editor), draft_course, go_live_at="2099-01-01 10:00")
    assert draft_course.releases.get().status == "scheduled"
    return draft_course


@pytest.mark.parametrize("kind", KINDS)
def test_editors_change_and_delete_no_file_that_waits_and_are_told_why(
    scheduled_course, kind, files, editor, collection
):
    client, item = client_of(editor), files[kind]
    before = stored_texts(item)
    response = change(client, kind, item, collection)
    release = scheduled_course.releases.get()
    assert "what was looked at is what goes live" in response.content.decode()
    assert str(release) in response.content.decode()
    assert reverse("courses_admin:release", args=[release.pk]) in response.content.decode()
    refused = client.post(reverse(DELETE[type(item)], args=[item.pk]), follow=True)
    assert "Send the course back or take it off the schedule, then" in refused.content.decode()
    assert stored_texts(item) == before


def test_release_of_a_course_that_is_not_ones_own_is_not_named(scheduled_course, files, editor):
    """Somebody shares the collection of a picture, and is on no team of the course."""
    stranger = factories.user("stranger")
    release = scheduled_course.releases.get()
    (keeper,) = keepers_of(files["picture"], stranger)
    assert (keeper.label, keeper.url) == ("a release of another course", "")
    (keeper,) = keepers_of(files["picture"], editor)
    assert keeper.label == str(release)


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_bulk_deletion_names_the_releases_that_keep_files(scheduled_course, kind, files, editor):
    item, client = files[kind], client_of(editor)
    app, model = item._meta.app_label, item._meta.model_name
    url = f"{reverse('wagtail_bulk_action', args=[app, model, 'delete'])}?id={item.pk}"
    page = client.get(url).content.decode()
    assert f"{scheduled_course.releases.get()}</bdi></a> (stays)" in page
    client.post(url)
    assert type(item).objects.filter(pk=item.pk).exists()
    unschedule(scheduled_course, by=editor)
    client.post(url)
    assert not type(item).objects.filter(pk=item.pk).exists()


def test_administrator_deletes_no_file_that_waits(scheduled_course, files, admin_client):
    assert deleted(admin_client, files) == []


@pytest.mark.parametrize("kind", KINDS)
def test_file_of_an_edition_is_deleted_after_a_warning(
    scheduled_course, kind, files, editor, editor_client
):
    unschedule(scheduled_course, by=editor)
    release = publish_at_once(
        scheduled_course, with_revisions(Changes(scheduled_course)).rows, by=editor
    )
    url = reverse(DELETE[type(files[kind])], args=[files[kind].pk])
    page = editor_client.get(url).content.decode()
    assert "Releases that keep this file" in page
    assert f"{release}</bdi></a>: can be made live again" in page


@pytest.mark.parametrize("kind", KINDS)
def test_hour_fails_with_words_when_a_file_is_another_or_gone(
    scheduled_course, kind, files, run_command
):
    item = files[kind]
    title = item.title
    type(item).objects.filter(pk=item.pk).delete() if kind == "linked" else change_by_code(item)
    CourseRelease.objects.update(go_live_at=timezone.now())
    scheduled_course.revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now()
    )
    run_command()
    release = scheduled_course.releases.get()
    assert release.status == "scheduled"
    shown = "Document" if kind == "linked" else "Film" if kind == "poster" else title
    assert release.failure.startswith("Files were changed or deleted since it was approved:")
    assert "Take it off the schedule" in release.failure
    assert not CoursePage.objects.get(pk=scheduled_course.pk).live
    assert shown.lower() in release.failure.lower() or title in release.failure


@pytest.mark.parametrize("kind", KINDS)
def test_file_that_waits_for_its_hour_is_not_changed_by_its_team(
    scheduled_course, kind, files, instructor_client, collection
):
    before = stored_texts(files[kind])
    response = change(instructor_client, kind, files[kind], collection)
    assert "in review, scheduled, or can be made live again" in response.content.decode()
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
