"""Mail on one's own machine: found where the page that speaks of it leads."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.test import Client

SIGN_UP = {"email": "ann@example.org", "password1": "correct horse battery"}
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def development_client(client, settings, tmp_path, db):
    """Other addresses take a while to be read: one test has them all."""
    settings.ROOT_URLCONF = "skillmate.development.tests.urls"
    settings.DEVELOPMENT_MAIL_ROOT = tmp_path / "mail"
    settings.MAIL_TRANSPORT = "skillmate.development.mail.FolderBackend"
    return client


def text_at(client, path: str) -> str:
    return client.get(path.removeprefix(HOST)).content.decode()


def test_mail_is_found_and_harmless(development_client, capsys):
    client = development_client
    assert "Nothing yet" in text_at(client, "/dev/mail/")
    assert {client.get(f"/dev/mail/{name}/").status_code for name in ("none", "..%2fx")} == {404}

    page = client.post("/accounts/signup/", SIGN_UP, follow=True).content.decode()
    assert 'href="/dev/mail/"' in page
    assert len(mail.outbox) == 0  # the worker has looked, and sent it into the folder
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("Mail to ann@example.org: “")
    address = line.rpartition(" ")[2]
    assert f'href="{address.removeprefix(HOST)}"' in text_at(client, "/dev/mail/")
    parts = text_at(client, address).split('"')
    link = next(part for part in parts if "/accounts/confirm-email/" in part)
    assert client.get(link.removeprefix(HOST)).status_code == 200

    message = EmailMultiAlternatives("<b>Hi", "<script>1</script>", to=["ann@example.org"])
    message.attach_alternative("<p>Hi<script>1</script></p>", "text/html")
    message.send()
    assert len(mail.outbox) == 0
    address = capsys.readouterr().out.splitlines()[-1].rpartition(" ")[2]
    assert "&lt;b&gt;Hi" in text_at(client, "/dev/mail/")
    assert "&lt;script&gt;" in text_at(client, address)
    response = client.get(f"{address.removeprefix(HOST)}html/")
    assert response.content.decode() == "<p>Hi<script>1</script></p>"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_site_that_runs_has_neither(db):
    client = Client()
    page = client.post("/accounts/signup/", SIGN_UP, follow=True).content.decode()
    assert "/dev/mail/" not in page
    assert client.get("/dev/mail/").status_code == 404
