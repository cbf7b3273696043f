import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.tests import factories
from courses.tests.factories import PASSWORD

LOGIN = "/accounts/login/"
LOGOUT = "/accounts/logout/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **fields):
    return client.post(LOGIN, {"login": email, "password": password, **fields})


@pytest.mark.parametrize("spell", [str.lower, str.upper, lambda email: f"  {email} "])
def test_signing_in_does_not_mind_how_the_address_is_spelt(client, student, spell):
    response = sign_in(client, spell(student.email))

    assert response.url == reverse("learners:dashboard")
    assert get_user(client) == student


def test_a_wrong_password_and_an_unknown_address_get_the_same_response(client, student):
    pages = [
        sign_in(client, student.email, "not my password"),
        sign_in(client, "nobody@example.com", "not my password"),
    ]

    sentence = "The e-mail address or the password is not right."
    assert [page.status_code for page in pages] == [200, 200]
    assert all(sentence in page.content.decode() for page in pages)
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("target", ["/courses/", "/profile/?tab=1", "http://testserver/courses/"])
def test_signing_in_redirects_to_the_next_url(client, student, target):
    assert sign_in(client, student.email, next=target).url == target


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
    ],
)
def test_signing_in_never_redirects_to_another_host(client, student, target):
    assert sign_in(client, student.email, next=target).url == reverse("learners:dashboard")


@pytest.mark.parametrize("role", [INSTRUCTORS, EDITORS])
def test_instructors_and_editors_land_in_the_admin(client, home, role):
    user = factories.user("worker")
    user.groups.add(Group.objects.get(name=role))
    assert sign_in(client, user.email).url == reverse("wagtailadmin_home")
    assert client.get(LOGIN).url == reverse("wagtailadmin_home")
    client.post(LOGOUT)
    assert sign_in(client, user.email, next="/courses/").url == "/courses/"
    client.post(LOGOUT)
    assert sign_in(client, user.email, next="//evil.example/").url == reverse("wagtailadmin_home")


def test_looking_at_the_sign_out_page_signs_nobody_out(student_client):
    assert student_client.get(LOGOUT).status_code == 200
    assert get_user(student_client).is_authenticated


def test_signing_out_is_a_post_and_redirects_home(student_client):
    assert student_client.post(LOGOUT).url == "/"
    assert not get_user(student_client).is_authenticated


def test_somebody_signed_in_is_redirected(student_client):
    assert student_client.get(LOGIN).url == reverse("learners:dashboard")


def test_an_unconfirmed_account_is_sent_the_link_again(client, student):
    student.emailaddress_set.update(verified=False)

    response = sign_in(client, student.email)

    assert response.url == "/accounts/confirm-email/"
    assert mail.outbox[-1].to == [student.email]
    assert not get_user(client).is_authenticated


def test_a_switched_off_account_sees_a_message(client, student):
    student.is_active = False
    student.save()

    response = client.post(LOGIN, {"login": student.email, "password": PASSWORD}, follow=True)

    assert not get_user(client).is_authenticated
    assert response.status_code == 200


def test_too_many_attempts_get_a_message(client, student):
    for _ in range(6):
        page = sign_in(client, student.email, "not my password")

    assert "Too many attempts." in page.content.decode()


def test_too_many_requests_get_a_page(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "nobody@example.com")

    page = sign_in(client, "nobody@example.com")

    assert page.status_code == 429
    assert "<h1" in page.content.decode()
    assert "</footer>" in page.content.decode()
