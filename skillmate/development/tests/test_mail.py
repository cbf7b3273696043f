"""Mail on one's own machine: found where the page that speaks of it leads."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives


@pytest.fixture(autouse=True)
def _development(settings, tmp_path):
    settings.ROOT_URLCONF = "skillmate.development.tests.urls"
    settings.DEVELOPMENT_MAIL_ROOT = tmp_path / "mail"
    settings.MAIL_TRANSPORT = "skillmate.development.mail.FolderBackend"


def test_link_of_a_sign_up_is_found(client, db, capsys):
    data = {"email": "ann@example.org", "password1": "correct horse battery"}
    page = client.post("/accounts/signup/", data, follow=True).content.decode()
    assert 'href="/dev/mail/"' in page
    assert len(mail.outbox) == 0  # the worker has looked
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("Mail to ann@example.org: “")
    address = line.rpartition(" ")[2].removeprefix("http://127.0.0.1:8000")
    assert f'href="{address}"' in client.get("/dev/mail/").content.decode()
    message = client.get(address).content.decode()
    link = next(part for part in message.split('"') if "/accounts/confirm-email/" in part)
    assert client.get(link.removeprefix("http://127.0.0.1:8000")).status_code == 200


def test_message_is_shown_as_text_and_as_html_without_scripts(client, db):
    message = EmailMultiAlternatives("<b>Hi", "<script>1</script>", to=["ann@example.org"])
    message.attach_alternative("<p>Hi<script>1</script></p>", "text/html")
    message.send()
    assert len(mail.outbox) == 0
    page = client.get("/dev/mail/").content.decode()
    assert "&lt;b&gt;Hi" in page
    name = page.partition('href="/dev/mail/2')[2].partition("/")[0]
    assert "&lt;script&gt;" in client.get(f"/dev/mail/2{name}/").content.decode()
    response = client.get(f"/dev/mail/2{name}/html/")
    assert response.content.decode() == "<p>Hi<script>1</script></p>"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "script-src" not in response["Content-Security-Policy"]


def test_empty_folder_says_what_to_do(client, db):
    assert "Nothing yet" in client.get("/dev/mail/").content.decode()
    assert client.get("/dev/mail/none/").status_code == 404
    assert client.get("/dev/mail/..%2f..%2fmanage/").status_code == 404


def test_site_that_runs_has_neither(client, db, settings):
    settings.ROOT_URLCONF, settings.DEVELOPMENT_MAIL_ROOT = "skillmate.urls", None
    data = {"email": "ann@example.org", "password1": "correct horse battery"}
    page = client.post("/accounts/signup/", data, follow=True).content.decode()
    assert "/dev/mail/" not in page
    assert client.get("/dev/mail/").status_code == 404
