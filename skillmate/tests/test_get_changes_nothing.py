"""State never changes by GET: every address is visited and the database compared."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.exceptions import NoReverseMatch

from courses.roles import EDITORS, setup_roles
from courses.tests import factories
from learners.enrollment import enrol

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Traces of a visit, not content: sessions, who looks at an editor, and the row of default
# preferences that Wagtail makes when it first shows its toolbar to somebody.
NOT_STATE = {
    "sessions.Session",
    "usersessions.UserSession",
    "wagtailadmin.EditingSession",
    "wagtailusers.UserProfile",
}


def named_routes(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from named_routes(entry, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", list(entry.pattern.converters)


def addresses(values: dict[str, object]) -> set[str]:
    """Every named address of the public site, its parameters filled from `values`."""
    from django.urls import reverse

    found = set()
    for name, parameters in named_routes(get_resolver()):
        if name.startswith("wagtail"):
            continue
        try:
            found.add(reverse(name, kwargs={key: values.get(key, 1) for key in parameters}))
        except NoReverseMatch:
            continue
    return found


def rows() -> dict[str, list[dict]]:
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in NOT_STATE
    }


@pytest.fixture
def people(course):
    setup_roles()
    student, editor = factories.user("student"), factories.user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    enrol(course, by=student)
    return {"visitor": None, "student": student, "editor": editor}


@pytest.mark.parametrize("role", ["visitor", "student", "editor"])
def test_no_get_changes_a_row(people, course, lessons, role, settings):
    settings.SEARCH_RATE = "1000/m"
    client = Client(raise_request_exception=True)
    if people[role]:
        client.force_login(people[role], backend=BACKEND)
    values = {"course_id": course.pk, "lesson_id": lessons[0].pk, "path": "x.png"}
    values["mode"] = "halfway"  # of a preview
    visited = addresses(values) | {course.url, *(lesson.url for lesson in lessons)}
    visited |= {"/", "/about/", "/contact/", "/courses/", "/courses/category/craft/"}
    before = rows()
    statuses = {path: client.get(path).status_code for path in sorted(visited)}
    assert rows() == before
    assert {path for path, status in statuses.items() if status >= 500} == set()
    assert len(visited) > 30


def test_the_comparison_notices_a_change(course, student):
    before = rows()
    enrol(course, by=student)
    assert rows() != before
