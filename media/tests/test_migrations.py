"""Videos with a file of their own become videos with an asset, and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.both_databases

BEFORE, AFTER = [("media", "0002_pictures_in_cloudinary")], [("media", "0005_video_without_file")]


def migrate(target):
    return MigrationExecutor(connection).migrate(target).apps


@pytest.fixture
def _as_it_was(transactional_db):
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield
    MigrationExecutor(connection).migrate(newest)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_as_it_was")
def test_files_of_videos_become_assets_and_files_again():
    apps = migrate(BEFORE)
    old = apps.get_model("media", "Video")
    collection = apps.get_model("wagtailcore", "Collection").objects.first().pk
    facts = {"file_hash": "a" * 40, "duration": 40, "width": 1280, "height": 720}
    film = old.objects.create(
        title="Film", file="videos/film-x.webm", collection_id=collection, **facts
    )
    empty = old.objects.create(title="Empty", file="", collection_id=collection)

    new = migrate(AFTER).get_model("media", "Video")
    asset = new.objects.get(pk=film.pk).asset
    assert (asset.name, asset.format, asset.status) == ("videos/film-x.webm", "webm", "ready")
    assert (asset.backend, len(asset.token)) == ("local", 32)
    assert {name: getattr(asset, name) for name in facts} == facts
    assert asset.created_at == film.created_at
    assert new.objects.get(pk=empty.pk).asset.status == "failed"

    old = migrate(BEFORE).get_model("media", "Video")
    restored = old.objects.get(pk=film.pk)
    assert restored.file.name == "videos/film-x.webm"
    assert {name: getattr(restored, name) for name in facts} == facts
    assert old.objects.get(pk=empty.pk).file.name == ""
