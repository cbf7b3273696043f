"""People, and what the log has told since one last looked."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.models.audit_log import BaseLogEntry

from courses.teams.roles import setup_roles
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import conftest as release

KINDS = (ModelLogEntry, PageLogEntry)
draft_course, published_course = release.draft_course, release.published_course
editor, instructor = release.editor, release.instructor
editor_client, instructor_client = release.editor_client, release.instructor_client
client_of = release.client_of


@pytest.fixture
@cached_fixture
def root(home) -> User:
    setup_roles()
    return factories.user("root", is_superuser=True)


@pytest.fixture
@cached_fixture
def root_client(root) -> Client:
    return client_of(root)


@pytest.fixture
def entries(db) -> Callable[[], list[BaseLogEntry]]:
    """New entries, oldest first, those of accounts before those of pages."""
    known_ids = {kind: {*kind.objects.values_list("pk", flat=True)} for kind in KINDS}

    def new() -> list[BaseLogEntry]:
        new_entries = []
        for kind in KINDS:
            rows = list(kind.objects.exclude(pk__in=known_ids[kind]).order_by("pk"))
            known_ids[kind] |= {row.pk for row in rows}
            new_entries += rows
        return new_entries

    return new


@pytest.fixture
def messages(entries) -> Callable[[], list[tuple[str, str]]]:
    """The same as sentences, each with who did it."""

    def new() -> list[tuple[str, str]]:
        return [(entry.message, entry.user.username if entry.user else "-") for entry in entries()]

    return new
