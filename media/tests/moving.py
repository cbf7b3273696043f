"""A site with films and pictures that can move to Cloudinary and back."""

import pytest

from media.models import CustomImage, Video, VideoAsset
from media.storages import private_storage, rendition_storage

from .commands import run
from .factories import MP4 as FILM
from .factories import image, video

ON_DISK = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
CONTENT = FILM + bytes(range(256)) * 500


@pytest.fixture
def account(cloudinary, settings):
    """An account is there to be copied to, and nothing is in it."""
    settings.STORAGES = {**settings.STORAGES, "images": ON_DISK}
    return cloudinary


@pytest.fixture
def films(account) -> list[VideoAsset]:
    return [video(CONTENT + bytes([number])).asset for number in range(2)]


@pytest.fixture
def images(account) -> list[CustomImage]:
    return [image(20 + number, 10, name=f"{number}.png") for number in range(3)]


def rows() -> tuple:
    """All of images and videos but what tells where the files are."""
    columns = ["backend", "version", "mp4_ready", "hls_ready", "file_hash"]
    assets = [dict(row) for row in VideoAsset.objects.order_by("pk").values()]
    for row in assets:
        for column in columns:
            del row[column]
    return [*CustomImage.objects.order_by("pk").values()], [*Video.objects.values()], assets


def copy_to(side: str, *arguments: str):
    return run("media_copy", "--to", side, *arguments)


def forget_disk(*assets: VideoAsset) -> None:
    for asset in assets:
        private_storage().delete(asset.name)
    for picture in CustomImage.objects.all():
        rendition_storage().delete(picture.file.name)


def contents() -> list[bytes]:
    return [private_storage().open(row.name).read() for row in VideoAsset.objects.order_by("pk")]
