"""Pictures and documents are sent to the admin as often as `FILE_RATE` says, by whatever door."""

import pytest
from django.urls import reverse

from courses.tests import factories
from courses.tests.release.conftest import client_of
from media.models import CustomDocument, CustomImage
from media.tests import admin_pages as images
from media.tests import test_documents as documents
from media.tests.conftest import admin

__all__ = ["admin"]
pytestmark = pytest.mark.django_db


def document(add_file):
    return lambda client, _: add_file(client, documents.upload("sheet.pdf", b"%PDF-1.4"))


@pytest.mark.parametrize(
    ("add_file", "status"),
    [
        (images.add, 302),
        (images.add_in_chooser, 200),
        (document(documents.add), 302),
        (document(documents.add_in_chooser), 200),
    ],
)
def test_one_file_too_many_gets_a_429(admin, settings, add_file, status):
    settings.FILE_RATE = "2/h"
    responses = [add_file(admin, images.upload()) for _ in range(3)]
    assert [response.status_code for response in responses] == [status, status, 429]
    assert responses[2]["Retry-After"] == "3600"
    assert CustomImage.objects.count() + CustomDocument.objects.count() == 2


@pytest.mark.parametrize("add_file", [images.add_multiple, document(documents.add_multiple)])
def test_limit_of_multiple_uploads_is_reported_as_json(admin, settings, add_file):
    settings.FILE_RATE = "1/h"
    assert add_file(admin, images.upload()).json()["success"]
    data = add_file(admin, images.upload()).json()
    assert not data["success"]
    assert "Wait a while" in data["error_message"]
    assert CustomImage.objects.count() + CustomDocument.objects.count() == 1


def test_another_file_is_counted_and_another_title_is_not(admin, settings):
    images.add(admin, images.upload())
    picture = CustomImage.objects.get()
    settings.FILE_RATE = "0/h"
    assert images.edit(admin, picture, file=images.upload()).status_code == 429
    assert images.edit(admin, picture, title="A chair").status_code == 302
    assert CustomImage.objects.get().title == "A chair"
    assert admin.get(reverse("wagtailimages:add")).status_code == 200


def test_each_account_sends_its_own(admin, settings):
    settings.FILE_RATE = "1/h"
    other = client_of(factories.user("other", is_superuser=True))
    responses = [
        images.add(browser, images.upload()).status_code for browser in (admin, other, admin)
    ]
    assert responses == [302, 302, 429]
