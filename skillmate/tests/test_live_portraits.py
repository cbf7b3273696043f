"""A portrait stands on live pages, though no page has it: it is not replaced unseen either."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex

from courses.models import Instructor
from courses.tests import factories
from courses.tests.release.conftest import client_of, editor
from media.models import CustomImage
from media.published_files import may_change_live_file
from media.tests.admin_pages import deleted

from .test_live_files import collection, picture_form, team

__all__ = ["collection", "editor", "team"]


@pytest.fixture
def portrait(course, collection) -> CustomImage:
    """Of the team's collection, and chosen for somebody who teaches."""
    picture = factories.picture("Ada")
    picture.collection = collection
    picture.save()
    ada = Instructor.objects.create(name="Ada", slug="ada", picture=picture)
    course.taught_by.create(instructor=ada)
    return picture


def replace(client, picture: CustomImage, collection):
    url = reverse("wagtailimages:edit", args=[picture.pk])
    return client.post(url, picture_form(collection))


def file_of(picture: CustomImage) -> str:
    return CustomImage.objects.get(pk=picture.pk).file.name


def test_portrait_is_not_replaced_by_the_team_that_has_it(team, portrait, collection):
    response = replace(team, portrait, collection).content.decode()
    assert "Learners see this file now (Ada)" in response
    assert "ask an editor" in response
    assert file_of(portrait) == portrait.file.name


def test_portrait_is_not_deleted_by_the_team_that_has_it(team, portrait):
    assert deleted(team, {"portrait": portrait}) == []
    bulk = reverse("wagtail_bulk_action", args=["media", "customimage", "delete"])
    team.post(f"{bulk}?id={portrait.pk}")
    assert CustomImage.objects.filter(pk=portrait.pk).exists()


def test_title_of_a_portrait_may_change(team, portrait, collection):
    data = {"title": "Ada at work", "description": portrait.description, "tags": "bench"}
    url = reverse("wagtailimages:edit", args=[portrait.pk])
    team.post(url, {**data, "collection": collection.pk})
    portrait.refresh_from_db()
    assert (portrait.title, portrait.tags.count()) == ("Ada at work", 1)


def test_who_may_change_the_portrait_may_change_its_picture(portrait, collection, editor):
    replace(client_of(editor), portrait, collection)
    assert file_of(portrait) != portrait.file.name


def test_portrait_nobody_has_any_more_is_free(team, portrait, collection):
    ada = Instructor.objects.get()
    ada.picture = None
    ada.save()
    replace(team, portrait, collection)
    assert file_of(portrait) != portrait.file.name


def test_what_a_model_that_is_gone_left_in_the_index_shows_nothing(team, portrait, collection):
    content_type = ContentType.objects.create(app_label="gone", model="portrait")
    rows = ReferenceIndex.get_references_to(portrait)
    rows.update(content_type=content_type, base_content_type=content_type)
    assert rows.exists()
    replace(team, portrait, collection)
    assert file_of(portrait) != portrait.file.name


def test_further_portraits_of_the_same_picture_cost_no_query(portrait, editor):
    def query_count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert may_change_live_file(editor, portrait)
        return len(queries)

    query_count()
    count = query_count()
    for name in ("bob", "cleo", "dana"):
        Instructor.objects.create(name=name, slug=name, picture=portrait)
    assert query_count() == count
