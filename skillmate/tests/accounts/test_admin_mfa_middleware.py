"""One front door: Wagtail's own sign-in pages, which take a password alone, are not reachable."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.tests.factories import PASSWORD

LOGIN_PATHS = ["/admin/login/", "/_util/login/"]


@pytest.mark.parametrize("path", LOGIN_PATHS)
def test_a_visitor_is_redirected_to_the_sign_in_page(client, path):
    home = "/admin/" if path == "/admin/login/" else "/"
    assert client.get(path).url == f"/accounts/login/?next={home}"
    assert client.get(f"{path}?next=/admin/pages/").url == "/accounts/login/?next=/admin/pages/"


@pytest.mark.parametrize("path", LOGIN_PATHS)
def test_a_password_posted_to_wagtails_login_signs_nobody_in(client, editor, path):
    client.post(path, {"username": editor.username, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_the_admin_redirects_a_visitor_to_the_sign_in_page(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"


def test_a_student_sees_which_account_is_refused(student_client, student):
    response = student_client.get("/admin/login/")

    assert response.status_code == 403
    assert student.email in response.content.decode()


@pytest.mark.parametrize("target", ["", "https://evil.example/", "//evil.example/"])
def test_an_editor_gets_in_and_nowhere_else(editor, target):
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get("/admin/login/", {"next": target}).url == "/admin/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/"])
def test_a_private_page_redirects_nobody_off_the_site(client, target):
    response = client.get("/_util/login/", {"next": target})

    assert response.url == "/accounts/login/?next=/"


def test_a_private_page_refuses_whom_it_is_not_for(client, student_client, editor, course):
    """Even those who may open the admin, instead of sending them round in a circle."""
    rule = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    rule.groups.add(Group.objects.create(name="Members"))
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")

    for browser in (client, student_client):
        assert browser.get(course.url, follow=True).status_code == 403


def test_pages_take_no_password_of_their_own(editor, course):
    """A password admits a browser, never an account: nobody could enrol."""
    client = Client()
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    form = client.get(f"/admin/pages/{course.pk}/privacy/").context["form"]

    assert [value for value, _label in form.fields["restriction_type"].choices] == [
        "none",
        "login",
        "groups",
    ]


def test_an_editor_who_signs_in_at_the_sign_in_page_is_in_the_admin(client, editor):
    login = client.get("/admin/login/").url
    response = client.post(
        login, {"login": editor.email, "password": PASSWORD, "next": "/admin/"}, follow=True
    )

    assert response.status_code == 200
    assert response.request["PATH_INFO"] == "/admin/"


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/admin/password_reset/confirm/a/b/"])
def test_wagtails_own_password_reset_is_gone(client, path):
    assert client.get(path).status_code in (302, 404)
    assert client.post(path, {"email": "student@example.com"}).status_code in (302, 404)


@pytest.mark.parametrize("target", ["0x10", "wagtailadmin_home", "nowhere"])
def test_login_does_not_take_next_for_the_name_of_a_view(client, editor, target):
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/login/", {"next": target}).url == target
