"""The release fixtures, and browsers of those people."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from courses.tests.release.conftest import draft_course, editor, instructor

__all__ = ["draft_course", "editor", "instructor"]


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor_client(editor) -> Client:
    return client_of(editor)


@pytest.fixture
def instructor_client(instructor) -> Client:
    return client_of(instructor)
