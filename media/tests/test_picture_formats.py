"""Pictures are taken for what their bytes are, and shown in formats that browsers know."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from PIL import Image as Pillow

from media.models import CustomImage

from .admin_pages import add, add_in_chooser, add_multiple, finish, upload, waiting_upload
from .pictures import HEIGHT, WIDTH, gradient

pytestmark = pytest.mark.django_db

CASES = [
    ("IMG_1.HEIC", "HEIF", ".jpg", "converted from HEIC to JPEG"),
    ("photo.jfif", "JPEG", ".jpg", ""),
    ("photo.JPE", "JPEG", ".jpg", ""),
    ("photo.jpeg", "JPEG", ".jpeg", ""),
    ("photo.jpg", "PNG", ".png", "is a PNG picture"),
    ("photo.heic", "JPEG", ".jpg", "is a JPEG picture"),
    ("photo.png", "WEBP", ".webp", "is a WEBP picture"),
]


@pytest.mark.parametrize(("name", "kind", "extension", "change"), CASES)
def test_a_picture_is_kept_as_what_it_is_and_its_author_told(
    admin, picture_storage, name, kind, extension, change
):
    response = add(admin, upload(gradient(kind), name))
    picture = CustomImage.objects.get()
    assert picture.file.name.endswith(extension)
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    told = " ".join(str(message) for message in get_messages(response.wsgi_request))
    assert change in told
    assert bool(change) == (f"“{name}”" in told)


def test_a_photograph_of_a_phone_is_not_turned_twice_and_tells_no_place(admin):
    """What turns a HEIC stands beside its EXIF, and has been done when it is decoded."""
    add(admin, upload(gradient("HEIF", orientation=6), "IMG_1.heic"))
    picture = CustomImage.objects.get()
    assert (picture.width, picture.height) == (WIDTH, HEIGHT)
    with picture.file.open() as file, Pillow.open(file) as stored:
        assert (stored.format, dict(stored.getexif())) == ("JPEG", {})


def test_every_way_in_takes_it_and_tells(admin, admin_user):
    heic = gradient("HEIF")
    assert "from HEIC to JPEG" in add_multiple(admin, upload(heic, "a.heic")).json()["form"]
    response = add_in_chooser(admin, upload(gradient("HEIF", alpha=True), "b.heif"))
    assert any("from HEIC" in str(message) for message in get_messages(response.wsgi_request))
    pending = waiting_upload(admin_user, upload(gradient("HEIF"), "later.heic"))
    assert finish(admin, pending).json()["success"]
    files = [BytesIO(image.file.read()) for image in CustomImage.objects.all()]
    assert [Pillow.open(file).format for file in files] == ["JPEG"] * 3
