"""Files of the admin are found by those who may use them, and by nobody else."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.models import UploadedFile

from courses.teams.team import ensure_team
from courses.tests import factories as courses
from courses.tests.release.conftest import client_of, person
from media.models import CustomDocument
from media.tests import factories

pytestmark = pytest.mark.search


@pytest.fixture
def clients(index) -> dict:
    """Of who is on the team whose files these are, and of another team."""
    members = {}
    for name in ("own", "other"):
        user = person(name, "Instructors")
        team = ensure_team(courses.course(index, live=False), members=[user])
        members[name] = (client_of(user), team.collection, user)
    return members


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_admin_api_lists_files_of_own_collections_only(clients, kind):
    collection = clients["own"][1]
    file = ContentFile(b"%PDF-1.4", name="zibeline.pdf")
    item = (
        factories.image(title="Zibeline", collection=collection)
        if kind == "images"
        else CustomDocument.objects.create(title="Zibeline", file=file, collection=collection)
    )
    listing = reverse(f"wagtailadmin_api:{kind}:listing")
    detail = reverse(f"wagtailadmin_api:{kind}:detail", args=[item.pk])
    own, other = clients["own"][0], clients["other"][0]
    assert [result["id"] for result in own.get(listing).json()["items"]] == [item.pk]
    assert other.get(listing).json()["items"] == []
    assert [client.get(detail).status_code for client in (own, other)] == [200, 404]


def test_video_search_finds_own_videos_only(clients):
    factories.video(title="Zibeline", collection=clients["own"][1])
    results = {
        name: "Zibeline" in client.get("/admin/videos/", {"q": "zibel"}).content.decode()
        for name, (client, *_rest) in clients.items()
    }
    assert results == {"own": True, "other": False}


def test_uploaded_document_without_a_title_is_kept_until_it_has_one(clients):
    client, _collection, user = clients["own"]
    kind = ContentType.objects.get_for_model(CustomDocument)
    file = ContentFile(b"%PDF-1.4", name="sheet.pdf")
    uploaded_file = UploadedFile.objects.create(
        for_content_type=kind, file=file, uploaded_by_user=user
    )
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[uploaded_file.pk])
    assert client.post(url).json()["success"] is False
    assert UploadedFile.objects.filter(pk=uploaded_file.pk).exists()
