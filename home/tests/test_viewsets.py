"""Contact messages in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.tests import factories
from home.contact.answering import mark_read
from home.models import ContactMessage
from home.setup import setup_site


@pytest.fixture
def message(db):
    setup_roles()
    setup_site()
    return ContactMessage.objects.create(
        name="Ada", email="ada@example.com", subject="A question", message="On engines."
    )


def client_of(group: str) -> Client:
    user = factories.user(group.lower())
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_editor_finds_and_reads_a_message(message):
    editor = client_of(EDITORS)
    assert "A question" in editor.get(reverse("contact_messages:index")).content.decode()
    page = editor.get(reverse("contact_messages:inspect", args=[message.pk]))
    assert "On engines." in page.content.decode()


def test_contact_messages_cannot_be_changed(message):
    editor = client_of(EDITORS)
    for name, args in [("add", []), ("edit", [message.pk])]:
        url = reverse(f"contact_messages:{name}", args=args)
        assert editor.post(url, {"subject": "Changed"}).status_code == 302
    assert list(ContactMessage.objects.values_list("subject", flat=True)) == ["A question"]


def test_instructor_does_not_see_messages(message):
    assert client_of(INSTRUCTORS).get(reverse("contact_messages:index")).status_code == 302


def states(client: Client, **query) -> list[str]:
    response = client.get(reverse("contact_messages:index"), query)
    return [message.state for message in response.context["object_list"]]


def test_message_is_unread_until_somebody_says_so(message):
    editor = client_of(EDITORS)
    page, mark = (
        reverse(f"contact_messages:{name}", args=[message.pk]) for name in ("inspect", "mark")
    )
    assert "Mark as read" in editor.get(page).content.decode()
    assert states(editor) == ["Unread"]
    for _ in range(2):
        editor.post(mark, {"state": "read"})
    assert states(editor) == ["Read"]
    assert states(editor, state="unread") == []
    assert states(editor, state="open") == ["Read"]
    editor.post(mark, {"state": "unread"})
    assert states(editor, state="unread") == ["Unread"]
    client_of(INSTRUCTORS).post(mark, {"state": "read"})
    assert states(editor) == ["Unread"]


def test_message_is_answered_by_mail_once(message, settings, django_capture_on_commit_callbacks):
    editor = client_of(EDITORS)
    page = reverse("contact_messages:inspect", args=[message.pk])
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            assert editor.post(page, {"text": "There is <one>."}).status_code == 302
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == (["ada@example.com"], [settings.CONTACT_EMAIL])
    assert sent.subject == "Re: A question"
    assert "There is <one>." in sent.body
    assert "On engines." in sent.body
    assert states(editor, state="answered") == ["Answered"]
    html = editor.get(page).content.decode()
    assert "Answered by <bdi>editors</bdi>" in html
    assert "There is &lt;one&gt;." in html


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001, "nul\0here"])
def test_bad_answer_is_shown_again_and_nothing_sent(message, text):
    editor = client_of(EDITORS)
    response = editor.post(reverse("contact_messages:inspect", args=[message.pk]), {"text": text})
    assert list(response.context["form"].errors) == ["text"]
    assert states(editor) == ["Unread"]
    assert mail.outbox == []


def test_instructor_answers_nobody(message):
    page = reverse("contact_messages:inspect", args=[message.pk])
    assert client_of(INSTRUCTORS).post(page, {"text": "Hello"}).status_code == 302
    assert message.answers.count() == 0


def test_unread_messages_are_on_the_dashboard_of_editors(message):
    editor, instructor = client_of(EDITORS), client_of(INSTRUCTORS)
    htmls = [client.get("/admin/").content.decode() for client in (editor, instructor)]
    assert ["1 unread message" in html for html in htmls] == [True, False]
    mark_read(message)
    assert "unread message" not in editor.get("/admin/").content.decode()
