"""What is refused is refused in words."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseForbidden
from django.urls import reverse
from wagtail.models import Collection

from courses.tests import factories
from media.models import CustomImage
from skillmate.views import forbidden
from skillmate.wordless_middleware import WordlessMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options", "trace"])
def test_the_address_of_a_button_says_what_it_is(client, method):
    response = getattr(client, method)(reverse("learners:enrol", args=[1]))
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "It belongs to a button or a form" in response.content.decode()


def test_a_page_that_is_only_read_says_so_to_scripts_as_well(client):
    response = client.post(reverse("search"), headers={"accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (405, "application/json")
    assert response.json()["error"]
    assert client.head("/learn/courses/1/enrol/").content == b""


def test_probes_that_are_outside_of_all_else_say_so_too(client):
    response = client.post("/healthz")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    assert "only read" in response.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_a_view_refuses_with_nothing_is_said(rf, status):
    middleware = WordlessMiddleware(lambda request: HttpResponse(status=status))
    html = middleware(rf.post("/admin/collections/2/delete/")).content.decode()
    assert "This was not done" in html
    assert "reload the page" in html
    assert 'href="/admin/"' in html


def test_what_is_said_already_stays(rf):
    middleware = WordlessMiddleware(lambda request: HttpResponseForbidden("Not for you."))
    assert middleware(rf.post("/")).content == b"Not for you."


def test_a_collection_that_is_in_use_meanwhile_is_not_deleted_in_silence(admin_client):
    collection = Collection.get_first_root_node().add_child(name="Drawings")
    CustomImage.objects.filter(pk=factories.picture().pk).update(collection=collection)
    response = admin_client.post(f"/admin/collections/{collection.pk}/delete/")
    assert response.status_code == 403
    assert "You may not do this, or not any more" in response.content.decode()


def test_a_visitor_is_not_told_of_an_account(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = forbidden(request, PermissionDenied()).content.decode()
    assert "Your account" not in html
    assert "Sign in if you have an account" in html
