"""Pictures on disk: renditions, names, what is refused."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.template import Context, Template
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from media.storages import image_storage
from media.tests.factories import image, png

pytestmark = pytest.mark.django_db


def test_rendition_has_the_size_of_its_filter():
    rendition = image(width=800, height=600).get_rendition("fill-300x200|format-webp")
    with rendition.file.open() as file:
        assert (Pillow.open(file).size, Pillow.open(file).format) == ((300, 200), "WEBP")


def test_picture_tag_gives_every_format_with_its_size():
    html = Template(
        "{% load wagtailimages_tags %}{% picture img format-{avif,webp,jpeg} width-{100,200} %}"
    ).render(Context({"img": image(width=800, height=400)}))
    assert html.count("<source") == 2
    assert 'width="100"' in html
    assert 'height="50"' in html


def test_stored_name_keeps_the_extension_and_cannot_be_guessed():
    first, second = image(name="Éclair au café.png"), image(name="Éclair au café.png")
    assert first.file.name != second.file.name
    assert first.file.name.startswith("original_images/eclair-au-cafe-")
    assert first.file.name.endswith(".png")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("evil.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("text.png", b"not a picture"),
        ("zip.png", b"PK\x03\x04" + b"\0" * 100),
        ("large.png", png(10, 10) + b"\0" * (10 * 1024 * 1024)),
    ],
)
def test_what_is_no_picture_is_refused_in_the_form(name, content, admin_user):
    form = get_image_form(get_image_model())(
        {"title": "x", "collection": 1, "tags": ""},
        {"file": ContentFile(content, name=name)},
        user=admin_user,
    )
    assert not form.is_valid()
    assert list(form.errors) == ["file"]


def test_rendition_is_served_and_the_original_is_not(client):
    picture = image(width=50, height=50)
    rendition = picture.get_rendition("width-20")
    response = client.get(rendition.url)
    assert response.status_code == 200
    assert Pillow.open(BytesIO(b"".join(response))).size == (20, 20)
    assert "Vary" not in response.headers
    assert client.get(f"/media/{picture.file.name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["images/../private/x", "images/%2e%2e/db", "images/nothing.png", "images/.", "images/thumbs"],
)
def test_media_url_cannot_traverse_paths(client, path):
    image().get_rendition("width-20")
    image_storage().save("images/thumbs/x.png", ContentFile(b""))
    assert client.get(f"/media/{path}").status_code == 404


def test_no_detour_opens_an_original(client):
    picture = image()
    assert Path(picture.file.path).is_file()
    for path in (picture.file.path, f"../{picture.file.name}", f"x/../../{picture.file.name}"):
        assert client.get(f"/media/images/{path}").status_code == 404
