import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from courses.tests.factories import PASSWORD, user

from .mailbox import html, newest, path_in

EMAIL = "/accounts/email/"
NEW = "sam@example.net"


@pytest.fixture
def signed_in(client, student) -> Client:
    """Asked for the password a moment ago, so that nothing has to be proved again."""
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def ask_for(client: Client, email: str):
    return client.post(EMAIL, {"email": email, "action_add": ""})


def addresses(student) -> list[tuple[str, bool]]:
    return list(student.emailaddress_set.order_by("pk").values_list("email", "verified"))


def test_a_new_address_counts_only_after_it_is_confirmed(signed_in, student):
    ask_for(signed_in, NEW)

    assert newest().to == [NEW]
    assert addresses(student) == [("student@example.com", True), (NEW, False)]
    assert NEW in signed_in.get(EMAIL).content.decode()
    student.refresh_from_db()
    assert student.email == "student@example.com"


def test_confirming_changes_the_address_and_notifies_the_old_one(signed_in, student):
    ask_for(signed_in, NEW)
    signed_in.post(path_in(newest()))

    student.refresh_from_db()
    assert student.email == NEW
    assert addresses(student) == [(NEW, True)]
    assert newest().to == ["student@example.com"]
    assert newest().subject == "Your e-mail address was changed"
    assert NEW in html(newest())


def test_a_change_can_be_called_off(signed_in, student):
    ask_for(signed_in, NEW)

    signed_in.post(EMAIL, {"email": NEW, "action_remove": ""})

    assert addresses(student) == [("student@example.com", True)]


def test_an_address_of_somebody_else_is_not_given_away(signed_in, student):
    other = user("other")

    response = ask_for(signed_in, other.email)

    assert response.status_code == 302
    path = path_in(newest())
    signed_in.post(path)
    student.refresh_from_db()
    assert student.email == "student@example.com"
    assert addresses(other) == [("other@example.com", True)]


def test_changing_the_address_later_requires_reauthentication(student_client, student):
    response = ask_for(student_client, NEW)

    assert response.url.startswith("/accounts/reauthenticate/")
    assert addresses(student) == [("student@example.com", True)]
    assert mail.outbox == []

    student_client.post(response.url, {"password": PASSWORD, "next": EMAIL})

    assert addresses(student) == [("student@example.com", True), (NEW, False)]


def test_a_wrong_password_changes_no_address(student_client, student):
    url = ask_for(student_client, NEW).url

    page = student_client.post(url, {"password": "wrong", "next": EMAIL})

    assert "That password is not right." in page.content.decode()
    assert addresses(student) == [("student@example.com", True)]
    assert get_user(student_client) == student
