"""The image pages of the admin, with pictures on disk and in Cloudinary."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from wagtail.rich_text import expand_db_html

from media.models import CustomImage

from .admin_pages import (
    add,
    add_in_chooser,
    add_multiple,
    address,
    edit,
    errors,
    finish,
    form,
    upload,
    waiting_upload,
)
from .factories import image
from .pictures import gradient

pytestmark = pytest.mark.django_db

LISTS = [
    "wagtailimages:index",
    "wagtailimages:index_results",
    "wagtailimages_chooser:choose",
    "wagtailimages_chooser:choose_results",
]


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("layout", ["", "?layout=list"])
@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_however_many_pictures(admin, picture_storage, name, layout):
    image(200, 100)
    url = reverse(name) + layout
    count = queries_of(admin, url)
    image(210, 100), image(220, 100)
    assert queries_of(admin, url) == count


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_a_small_picture_without_a_cloudinary_request(admin, cloudinary, name):
    picture = image(400, 200)
    cloudinary.log.clear()
    page = admin.get(reverse(name) + "?layout=grid").content.decode()
    assert f"{picture.get_rendition('max-165x165').url}" in page.replace("\\u0026", "&")
    assert cloudinary.log == []


def test_upload_is_stored_measured_and_hashed_in_one_request(admin, picture_storage, request):
    response = add(admin, upload(gradient(orientation=6), "Été à la mer.jpg"))
    assert response.status_code == 302
    picture = CustomImage.objects.get()
    assert (picture.width, picture.height) == (200, 320)
    assert picture.file_size == len(gradient(orientation=6))
    assert len(picture.file_hash) == 40
    assert picture.file.name.startswith("original_images/ete-a-la-mer-")
    assert picture.file.name.endswith(".jpg")
    if picture_storage == "cloudinary":
        calls = request.getfixturevalue("cloudinary").log
        assert [(call.method, call.segments[-1]) for call in calls] == [("POST", "upload")]


def test_large_upload_is_stored_whole(admin, picture_storage):
    """Above 2.5 MB Django keeps uploads in a file of its own, which the storage takes away."""
    content = gradient("PNG") + bytes(3 * 1024 * 1024)
    assert add(admin, upload(content)).status_code == 302
    picture = CustomImage.objects.get()
    assert picture.file_size == len(content)
    with picture.file.open() as file:
        assert file.read() == content


def test_chooser_stores_what_is_uploaded(admin, picture_storage):
    data = add_in_chooser(admin, upload()).json()
    assert (data["step"], data["result"]["title"]) == ("chosen", "A bench")
    picture = CustomImage.objects.get()
    assert data["result"]["preview"]["url"] == picture.get_rendition("max-165x165").url


def test_several_uploads_store_each_and_notice_a_double(admin, picture_storage):
    first, second = add_multiple(admin, upload()).json(), add_multiple(admin, upload()).json()
    assert (first["success"], first["duplicate"]) == (True, False)
    assert (second["success"], second["duplicate"]) == (True, True)
    picture = CustomImage.objects.first()
    data = {f"image-{picture.pk}-{name}": value for name, value in form(title="Bench").items()}
    url = reverse("wagtailimages:edit_multiple", args=[picture.pk])
    xhr = {"headers": {"x-requested-with": "XMLHttpRequest"}}
    assert admin.post(url, data, **xhr).json()["success"]
    assert CustomImage.objects.get(pk=picture.pk).title == "Bench"
    assert admin.post(address("delete_multiple", picture), **xhr).json()["success"]


def test_upload_finished_later_is_stored_then(admin, admin_user, picture_storage):
    pending = waiting_upload(admin_user, upload(gradient(), "later.jpg"))
    assert finish(admin, pending).json()["success"]
    picture = CustomImage.objects.get()
    assert (picture.width, picture.file_size, len(picture.file_hash)) == (320, len(gradient()), 40)


def test_replacing_a_file_measures_and_deletes_the_old_one(admin, picture_storage, request):
    picture = image(400, 200)
    old = picture.get_rendition("width-100").url
    assert edit(admin, picture, file=upload(gradient(), "new.jpg")).status_code == 302
    new = CustomImage.objects.get()
    assert (new.width, new.file_size) == (320, len(gradient()))
    assert new.get_rendition("width-100").url != old
    if picture_storage == "disk":
        assert not picture.file.storage.exists(picture.file.name)
    else:
        assert [asset.width for asset in request.getfixturevalue("cloudinary").assets] == [320]


def test_edit_page_with_another_error_still_shows_the_old_picture(admin, picture_storage):
    picture = image(400, 200)
    response = edit(admin, picture, title="", file=upload(gradient(), "new.jpg"))
    assert list(errors(response)) == ["title"]
    assert picture.get_rendition("max-800x600").url in response.content.decode()
    assert response.context["image"].width == 400


def test_title_and_focus_are_saved_without_the_file(admin, cloudinary):
    picture = image(400, 200)
    cloudinary.log.clear()
    focus = {f"focal_point_{name}": 20 for name in ("x", "y", "width", "height")}
    assert edit(admin, picture, title="Renamed", **focus).status_code == 302
    assert CustomImage.objects.get().has_focal_point()
    assert cloudinary.log == []


@pytest.mark.parametrize("name", ["edit", "image_usage", "delete"])
def test_pages_of_a_picture_open(admin, picture_storage, name):
    assert admin.get(address(name, image(400, 200))).status_code == 200


def test_filter_preview_shows_the_picture(admin, picture_storage):
    response = admin.get(address("preview", image(400, 200), "width-100"))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert admin.get(address("preview", image(), "blur-9")).status_code == 400


def test_no_address_makes_pictures_on_demand(admin, picture_storage):
    """Wagtail's serve view is not in use, so its generator of addresses has nothing to offer."""
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["a", "1", "b"])
    picture = image()
    assert admin.get(address("url_generator", picture)).status_code == 404
    assert (
        address("url_generator", picture)
        not in admin.get(address("edit", picture)).content.decode()
    )


def test_rich_text_shows_a_picture_with_its_size(picture_storage):
    picture = image(400, 200)
    html = expand_db_html(f'<embed embedtype="image" id="{picture.pk}" format="left" alt="A"/>')
    assert picture.get_rendition("width-500").url in html
    assert 'height="200"' in html


def test_chooser_offers_a_picture_to_rich_text(admin, picture_storage):
    picture = image(400, 200)
    url = reverse("wagtailimages_chooser:select_format", args=[picture.pk])
    prefix = "image-chooser-insertion-"
    data = {f"{prefix}format": "left", f"{prefix}alt_text": "A bench"}
    result = admin.post(url, data).json()
    assert result["result"]["alt"] == "A bench"
    assert "<img" in result["result"]["html"]


def test_models_are_the_same_in_both_modes(picture_storage):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_local_renditions_are_kept_in_the_shared_cache(admin):
    picture = image(400, 200)
    rendition = picture.get_rendition("width-100")
    assert caches["renditions"].get(rendition.get_cache_key()) == rendition


@pytest.mark.parametrize("description", ["A bench in the sun.", ""])
def test_chosen_picture_brings_its_description_and_never_its_title(admin, description):
    """A title is mostly the name of a file: as a description it would hide that there is none."""
    picture = image(name="IMG_0042.png", description=description)
    response = admin.get(reverse("wagtailimages_chooser:chosen", args=[picture.pk]))
    assert response.json()["result"]["default_alt_text"] == description
