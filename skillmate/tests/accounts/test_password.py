import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from courses.tests.factories import PASSWORD

from .mailbox import newest, path_in

RESET = "/accounts/password/reset/"
CHANGE = "/accounts/password/change/"
NEW = "another good phrase"


def sign_in(password: str, email: str = "student@example.com") -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": password})
    return client


def follow_link(client: Client) -> str:
    """Open the mailed link and give the address of the form it leads to."""
    return client.get(path_in(newest())).url


def test_a_forgotten_password_is_replaced(client, student):
    client.post(RESET, {"email": student.email.upper()})

    form = follow_link(client)
    assert client.get(form).status_code == 200
    response = client.post(form, {"password1": NEW, "password2": NEW}, follow=True)

    assert "Your password is changed" in response.content.decode()
    assert get_user(sign_in(NEW)) == student
    assert not get_user(sign_in(PASSWORD)).is_authenticated
    assert newest().subject == "Your password was reset"


def test_a_reset_link_works_once(client, student):
    client.post(RESET, {"email": student.email})
    form = follow_link(client)
    link = path_in(newest())
    client.post(form, {"password1": NEW, "password2": NEW})

    page = Client().get(link)

    assert page.status_code == 200
    assert "This link does not work any more" in page.content.decode()


def test_a_reset_ends_the_sessions_elsewhere(client, student, student_client):
    client.post(RESET, {"email": student.email})
    client.post(follow_link(client), {"password1": NEW, "password2": NEW})

    assert not get_user(student_client).is_authenticated


def test_a_reset_does_not_reveal_who_has_an_account(client, student):
    known = client.post(RESET, {"email": student.email})
    unknown = client.post(RESET, {"email": "nobody@example.com"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [[student.email], ["nobody@example.com"]]
    assert newest().subject == "There is no account with this address"


def test_a_mailed_link_has_the_public_address(client, student, settings):
    settings.SITE_URL = "https://learn.example.org"

    client.post(RESET, {"email": student.email}, headers={"host": "localhost"})

    assert "https://learn.example.org/accounts/password/reset/key/" in newest().body
    assert "localhost" not in newest().body


def test_changing_the_password_needs_the_old_one(student_client, student):
    page = student_client.post(CHANGE, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})

    assert "That is not your current password." in page.content.decode()
    student.refresh_from_db()
    assert student.check_password(PASSWORD)


def test_changing_the_password_keeps_this_session_and_ends_the_others(student_client, student):
    other_client = sign_in(PASSWORD)
    assert get_user(other_client) == student

    student_client.post(CHANGE, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert get_user(student_client) == student
    assert not get_user(other_client).is_authenticated
    assert newest().subject == "Your password was changed"


@pytest.mark.parametrize(("first", "second"), [("short", "short"), (NEW, f"{NEW}!"), (NEW, "")])
def test_a_bad_new_password_changes_nothing(student_client, student, first, second):
    page = student_client.post(
        CHANGE, {"oldpassword": PASSWORD, "password1": first, "password2": second}
    )

    assert page.status_code == 200
    student.refresh_from_db()
    assert student.check_password(PASSWORD)


def test_an_account_without_password_can_set_one(student_client, student):
    student.set_unusable_password()
    student.save()
    student_client.force_login(student)

    assert student_client.get(CHANGE).url == "/accounts/password/set/"
    student_client.post("/accounts/password/set/", {"password1": NEW, "password2": NEW})

    student.refresh_from_db()
    assert student.check_password(NEW)
