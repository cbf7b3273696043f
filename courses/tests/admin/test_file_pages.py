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
    made = {}
    for name in ("own", "other"):
        user = person(name, "Instructors")
        team = ensure_team(courses.course(index, live=False), members=[user])
        made[name] = (client_of(user), team.collection, user)
    return made


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_api_of_the_admin_lists_what_one_may_choose(clients, kind):
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
    assert [each["id"] for each in own.get(listing).json()["items"]] == [item.pk]
    assert other.get(listing).json()["items"] == []
    assert [client.get(detail).status_code for client in (own, other)] == [200, 404]


def test_search_among_videos_finds_ones_own(clients):
    factories.video(title="Zibeline", collection=clients["own"][1])
    found = {
        name: "Zibeline" in client.get("/admin/videos/", {"q": "zibel"}).content.decode()
        for name, (client, *_rest) in clients.items()
    }
    assert found == {"own": True, "other": False}


def test_document_that_waits_for_its_title_is_asked_for_it_again(clients):
    client, _collection, user = clients["own"]
    kind = ContentType.objects.get_for_model(CustomDocument)
    file = ContentFile(b"%PDF-1.4", name="sheet.pdf")
    waiting = UploadedFile.objects.create(for_content_type=kind, file=file, uploaded_by_user=user)
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[waiting.pk])
    assert client.post(url).json()["success"] is False
    assert UploadedFile.objects.filter(pk=waiting.pk).exists()
