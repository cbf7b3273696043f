"""What the stand-in only believes of Cloudinary, asked of a real account.

    CLOUDINARY_TEST_URL=cloudinary://<key>:<secret>@<cloud> pytest -m live

UNPROVEN until this has passed: that pictures are turned by EXIF before a crop; that offsets count
from the corner with `g_north_west`; that a name without an extension is delivered as its `f_` says;
that nothing is stored over another; how a wrong signature is answered; that many assets are
described in one call; that a video comes back as it was sent.
"""

from io import BytesIO
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from media.cloud import client
from media.cloud.addresses import address
from media.cloud.exceptions import CloudDeniedRefusal
from media.inventory.cloud import Cloud
from media.models import CustomImage, VideoAsset
from media.names import public_id_of, unguessable
from media.upload.cloudinary_videos import original_url

from .pictures import FOCUS, delivered, difference, gradient, stored_image, wagtails
from .uploading import REAL

pytestmark = [pytest.mark.live, pytest.mark.django_db, pytest.mark.usefixtures("live_cloudinary")]

# Another resampling and other rounding than ours: a colour may be a little off, never a place.
CLOSE = 4


@pytest.mark.parametrize("orientation", [1, 3, 6])
@pytest.mark.parametrize("focus", [{}, FOCUS], ids=["", "focus"])
@pytest.mark.parametrize("spec", ["width-120", "scale-150", "fill-100x100", "fill-90x60-c80"])
def test_geometry_is_wagtails(spec, focus, orientation):
    content = gradient(orientation=orientation)
    image = stored_image(content, **focus)
    spec += "|format-png"
    picture, expected = delivered(image, spec), wagtails(image, content, spec)
    assert picture.size == expected.size
    assert difference(picture, expected) < CLOSE


@pytest.mark.parametrize("kind", ["webp", "avif", "jpeg", "png"])
def test_format_is_the_one_requested(kind):
    assert delivered(stored_image(gradient()), f"width-40|format-{kind}").format == kind.upper()


def test_background_stands_behind_what_is_transparent():
    content = gradient("PNG", alpha=True)
    image = stored_image(content, "clear.png")
    spec = "bgcolor-00ff00|format-png"
    assert difference(delivered(image, spec), wagtails(image, content, spec)) < CLOSE


def test_original_comes_back_byte_for_byte():
    image = stored_image(gradient(orientation=6))
    with CustomImage.objects.get(pk=image.pk).file.open() as file:
        assert file.read() == gradient(orientation=6)
    with urlopen(image.file.url) as response:
        assert response.read() == gradient(orientation=6)


def test_many_are_described_at_once():
    """More than the ten that a listing has by default."""
    names = [stored_image(gradient(), f"{number}.jpg").file.name for number in range(12)]
    stored_files = Cloud("original_images").stored_by_name([*names, "original_images/none.jpg"])
    assert stored_files.keys() == {*names}
    assert {description.size for description in stored_files.values()} == {len(gradient())}
    assert {*map(public_id_of, names)} <= {
        resource.name for resource in Cloud("original_images").listing()
    }


def test_a_video_comes_back_as_it_was_sent():
    film = VideoAsset(name=unguessable("videos", "film.mp4"), format="mp4")
    content = REAL.read_bytes()
    try:
        result = client.upload_in_parts(BytesIO(content), film.public_id, type=film.delivery)
        film.version = result["version"]
        assert result["bytes"] == len(content)
        assert client.download(original_url(film)) == content
    finally:
        client.destroy(film.public_id, resource_type="video", type=film.delivery)


def test_nothing_is_stored_over_another():
    image = stored_image(gradient())
    with image.file.open() as file:
        response = client.upload(file, public_id_of(image.file.name))
    assert response["existing"] is True


@pytest.mark.parametrize("signature", ["s--AAAAAAAA--/", ""])
def test_an_address_nobody_signed_is_refused(signature):
    """Needs "Strict transformations" in the account's security settings."""
    image = stored_image(gradient())
    signed_url = address(public_id_of(image.file.name), "c_scale,w_7/f_png")
    start, _sign, rest = signed_url.partition("/s--")
    with pytest.raises(HTTPError) as refusal:
        urlopen(f"{start}/{signature}{rest.partition('--/')[2]}")
    assert refusal.value.code == 401


def test_a_deleted_asset_is_gone():
    image = stored_image(gradient())
    public_id = public_id_of(image.file.name)
    assert client.describe(public_id)["width"] == image.width
    assert client.destroy(public_id)
    assert client.describe(public_id) is None
    assert not client.destroy(public_id)


def test_refused_credentials_give_the_message_of_the_editor(settings):
    settings.CLOUDINARY_ACCOUNT = {**settings.CLOUDINARY_ACCOUNT, "api_secret": "wrong"}
    with pytest.raises(CloudDeniedRefusal, match="refused this site's credentials"):
        client.upload(BytesIO(gradient()), "original_images/nothing")
