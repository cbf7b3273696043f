"""A collection that something is kept in is not deleted with it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from courses.teams.team import ensure_team
from media.models import Video
from media.tests import factories

from .conftest import client_of


@pytest.fixture
def admin(home) -> Client:
    return client_of(User.objects.create_superuser("root"))


def delete(client: Client, collection: Collection) -> tuple[str, int]:
    """What the confirmation page says, and the status once it is confirmed."""
    url = reverse("wagtailadmin_collections:delete", args=[collection.pk])
    return client.get(url).content.decode(), client.post(url).status_code


def test_collection_of_a_team_is_not_deleted(admin, draft_course):
    collection = ensure_team(draft_course).collection
    confirmation, status = delete(admin, collection)
    assert f"The files of the course “{draft_course.title}”" in confirmation
    assert status == 403
    assert Collection.objects.filter(pk=collection.pk).exists()


def test_collection_with_a_video_is_not_deleted(admin):
    collection = Collection.get_first_root_node().add_child(name="Films")
    factories.video(collection=collection)
    confirmation, status = delete(admin, collection)
    assert ("1 video" in confirmation, status) == (True, 403)
    assert Video.objects.count() == 1


def test_empty_collection_is_deleted(admin):
    collection = Collection.get_first_root_node().add_child(name="Empty")
    assert delete(admin, collection)[1] == 302
    assert not Collection.objects.filter(pk=collection.pk).exists()
