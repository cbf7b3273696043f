"""Contact messages in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.tests import factories
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
