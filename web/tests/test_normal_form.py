"""Letters and their accents meet in one spelling, however they are sent."""

from unicodedata import normalize
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from web.normal_form import NormalAddressMiddleware, NormalFormMiddleware

COMPOSED, APART = "été", normalize("NFD", "été")


def test_another_spelling_of_an_address_leads_to_the_one_address(client):
    response = client.get(f"/courses/{quote(APART)}/?q=1%3F")
    assert (response.status_code, response.url) == (301, f"/courses/{quote(COMPOSED)}/?q=1%3F")
    assert client.get(f"/%2Fevil.example/{quote(APART)}").url.startswith("/evil.example/")
    assert client.get(f"/{quote(APART)}%23%3F%25").url == f"/{quote(COMPOSED)}%23%3F%25"


@pytest.fixture
def received():
    """What a view is given of a request."""
    requests = []

    def view(request):
        NormalFormMiddleware(view).process_view(request)
        requests.append(request)
        return HttpResponse()

    def send(request):
        NormalAddressMiddleware(view)(request)
        return requests[-1]

    return send


def test_words_forms_and_names_of_files_come_in_composed(received):
    request = received(RequestFactory().get("/search/", {"q": APART, "tag": [APART, "a"]}))
    assert (request.GET["q"], request.GET.getlist("tag")) == (COMPOSED, [COMPOSED, "a"])
    data = {"title": APART, "body-0-value-code": APART, "password1": APART}
    file = SimpleUploadedFile(f"{APART}.pdf", b"x")
    request = received(RequestFactory().post(f"/{quote(APART)}/", {**data, "file": file}))
    assert (request.path_info, request.POST["title"]) == (f"/{COMPOSED}/", COMPOSED)
    assert (request.POST["body-0-value-code"], request.POST["password1"]) == (APART, APART)
    assert request.FILES["file"].name == f"{COMPOSED}.pdf"


def test_a_body_that_is_no_form_is_left_to_its_view(received):
    body = APART.encode()
    request = received(RequestFactory().post("/", body, content_type="application/octet-stream"))
    assert request.read() == body
