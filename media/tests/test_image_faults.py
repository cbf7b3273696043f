"""What editors see when Cloudinary refuses, stalls or lies: words beside the file, nothing lost."""

import pytest
from django.urls import reverse
from wagtail.models import UploadedFile

from media.cloud.exceptions import CloudRefusal
from media.deletions import retry_deletions
from media.models import CustomImage, PendingDeletion

from .admin_pages import (
    add,
    add_in_chooser,
    add_multiple,
    address,
    edit,
    errors,
    finish,
    upload,
    waiting_upload,
)
from .factories import image

pytestmark = pytest.mark.django_db

UNREACHABLE = "Cloudinary cannot be reached now. Nothing was changed; try again in a few minutes."
DENIED = "Cloudinary refused this site's credentials. Tell an administrator."
BUSY = "Cloudinary is busy. Try again in a few minutes."
ITS_OWN = "Cloudinary refused the file: File size too large. Got 10485761. Maximum is 10485760."
MESSAGES = {
    500: UNREACHABLE,
    "html": UNREACHABLE,
    "reset": UNREACHABLE,
    "hang": UNREACHABLE,
    "garbage": UNREACHABLE,
    401: DENIED,
    420: BUSY,
    429: BUSY,
    400: ITS_OWN,
}
DOWN = ["reset", "html", 401]


@pytest.fixture(params=MESSAGES, ids=str)
def expected_message(request, cloudinary, settings):
    """Cloudinary fails in one way; what the editor has to read."""
    if request.param == "hang":
        settings.CLOUDINARY_ACCOUNT = {**cloudinary.account, "patience": 0.3}
    cloudinary.fail(request.param)
    return MESSAGES[request.param]


@pytest.fixture(params=DOWN, ids=str)
def picture(request, cloudinary) -> CustomImage:
    """A picture of before Cloudinary went away."""
    picture = image(title="Before")
    cloudinary.fail(request.param)
    cloudinary.log.clear()
    return picture


def test_upload_that_fails_is_an_error_beside_the_file(admin, expected_message):
    response = add(admin, upload())
    page = response.content.decode()
    assert response.status_code == 200
    assert errors(response) == {"file": [expected_message]}
    assert 'value="A bench"' in page
    assert "secret" not in page
    assert CustomImage.objects.count() == 0


def test_failure_in_the_chooser_is_an_error_beside_the_file(admin, expected_message):
    data = add_in_chooser(admin, upload()).json()
    assert data["step"] == "reshow_creation_form"
    assert expected_message.replace("'", "&#x27;") in data["htmlFragment"]
    assert CustomImage.objects.count() == 0


def test_failure_among_several_uploads_shows_the_reason(admin, expected_message):
    data = add_multiple(admin, upload()).json()
    assert (data["success"], data["error_message"]) == (False, expected_message)
    assert CustomImage.objects.count() == 0


def test_failure_of_an_upload_finished_later_shows_the_reason(admin, admin_user, expected_message):
    pending = waiting_upload(admin_user, upload())
    data = finish(admin, pending).json()
    assert data["success"] is False
    assert expected_message.replace("'", "&#x27;") in data["form"]
    assert UploadedFile.objects.get() == pending
    assert CustomImage.objects.count() == 0


def test_replacing_that_fails_keeps_the_old_file(admin, cloudinary, expected_message):
    cloudinary.recover()
    picture = image(title="Before")
    cloudinary.fail("html")
    response = edit(admin, picture, title="After", file=upload())
    assert errors(response) == {"file": [UNREACHABLE]}
    assert picture.get_rendition("max-800x600").url in response.content.decode().replace(
        "&amp;", "&"
    )
    unchanged = CustomImage.objects.get()
    assert (unchanged.title, unchanged.file.name, unchanged.width) == (
        "Before",
        picture.file.name,
        40,
    )
    assert [asset.width for asset in cloudinary.assets] == [40]


@pytest.mark.parametrize("name", ["edit", "delete", "image_usage"])
def test_pages_of_a_picture_open_while_cloudinary_is_down(admin, picture, name):
    assert admin.get(address(name, picture)).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["wagtailimages:index", "wagtailimages:add_multiple"]
    + [f"wagtailimages_chooser:{name}" for name in ("choose", "choose_results")],
)
def test_lists_open_without_a_cloudinary_request(admin, cloudinary, picture, name):
    for query in ("", "?layout=list"):
        assert admin.get(reverse(name) + query).status_code == 200
    assert cloudinary.log == []


def test_title_is_saved_without_a_cloudinary_request(admin, cloudinary, picture):
    response = edit(admin, picture, title="After", focal_point_x=10, focal_point_y=10)
    assert (response.status_code, CustomImage.objects.get().title) == (302, "After")
    assert cloudinary.log == []


def test_deletion_while_cloudinary_is_down_is_done_later(
    admin, cloudinary, picture, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert admin.post(address("delete", picture)).status_code == 302
    assert CustomImage.objects.count() == 0
    assert [deletion.public_id for deletion in PendingDeletion.objects.all()] == [
        picture.file.name.removesuffix(".png")
    ]
    assert retry_deletions() == (0, 1)
    cloudinary.recover()
    assert retry_deletions() == (1, 0)
    assert (cloudinary.assets, PendingDeletion.objects.count()) == ([], 0)


def test_preview_of_a_filter_shows_that_the_file_is_unavailable(admin, picture):
    response = admin.get(address("preview", picture, "width-20"))
    assert (response.status_code, response["Content-Type"]) == (410, "text/plain")


def test_old_file_that_cannot_be_deleted_is_deleted_later(admin, cloudinary):
    picture = image()
    cloudinary.fail(500, on="/destroy")
    assert edit(admin, picture, file=upload()).status_code == 302
    assert CustomImage.objects.get().width == 60
    cloudinary.recover()
    assert retry_deletions() == (1, 0)
    assert [asset.width for asset in cloudinary.assets] == [60]


@pytest.fixture
def lost_picture(cloudinary) -> CustomImage:
    """A picture whose asset someone deleted in Cloudinary's own console."""
    picture = image(title="Before")
    cloudinary.store.clear()
    cloudinary.log.clear()
    return picture


def test_pages_show_a_lost_picture_as_missing(admin, cloudinary, lost_picture):
    assert admin.get(address("edit", lost_picture)).status_code == 200
    assert admin.get(reverse("wagtailimages:index")).status_code == 200
    assert admin.get(address("preview", lost_picture, "width-20")).status_code == 410


def test_lost_picture_is_replaced_and_deleted(admin, cloudinary, lost_picture):
    assert edit(admin, lost_picture, file=upload()).status_code == 302
    assert [asset.width for asset in cloudinary.assets] == [60]
    cloudinary.store.clear()
    assert admin.post(address("delete", lost_picture)).status_code == 302
    assert (CustomImage.objects.count(), PendingDeletion.objects.count()) == (0, 0)


def test_reading_a_lost_picture_is_an_error_of_files(cloudinary, lost_picture):
    with pytest.raises(FileNotFoundError):
        CustomImage.objects.get().file.open()
    cloudinary.fail(500)
    with pytest.raises(OSError, match="cannot be reached"):
        CustomImage.objects.get().file.open()


def test_nothing_is_ever_stored_over_another(cloudinary):
    picture = image(40, 30)
    with pytest.raises(CloudRefusal, match="another picture"):
        picture.file.storage.save(picture.file.name, upload())
    assert [asset.width for asset in cloudinary.assets] == [40]
