"""Every address answers in words to every method."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from skillmate.views import forbidden

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


def test_a_visitor_is_not_told_of_an_account(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    html = forbidden(request, PermissionDenied()).content.decode()
    assert "Your account" not in html
    assert "Sign in if you have an account" in html
