"""The report of what people did: for administrators alone, in words, and as a file."""

import csv
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry

from courses.models import CoursePage
from courses.teams.membership import add_member
from courses.teams.roles import EDITORS
from courses.tests import factories
from learners.models import Profile
from skillmate.audit.entries import record

from .conftest import client_of

pytestmark = pytest.mark.both_databases

REPORT = "/admin/reports/activity/"


@pytest.fixture
def ann(root) -> User:
    ann = factories.user("ann")
    Profile.objects.create(user=ann, display_name="Ann Other")
    return ann


def forget() -> None:
    for kind in (ModelLogEntry, PageLogEntry):
        kind.objects.all().delete()


@pytest.fixture(autouse=True)
def _nothing_yet(root_client):
    forget()


def listed_rows(client: Client, **filters) -> list[tuple[str, str, str]]:
    rows = client.get(REPORT, filters).context["object_list"]
    return [(row.who, row.what, row.on) for row in rows]


def as_csv(client: Client, **filters) -> list[dict]:
    text = client.get(REPORT, {"export": "csv", **filters}).getvalue().decode()
    return list(csv.DictReader(text.splitlines()))


@pytest.mark.parametrize("path", [REPORT, f"{REPORT}results/", f"{REPORT}?export=csv"])
def test_report_is_for_administrators_alone(
    path, root_client, editor_client, instructor_client, student_client
):
    clients = [root_client, editor_client, instructor_client, student_client, Client()]
    assert [client.get(path).status_code for client in clients] == [200, 302, 302, 403, 302]
    response = editor_client.get(path, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 403


def test_menu_links_administrators_to_the_report(root_client, editor_client):
    pages = [client.get("/admin/").content.decode() for client in (root_client, editor_client)]
    assert [REPORT in page for page in pages] == [True, False]


def test_rows_have_user_action_and_object_newest_first(root_client, root, ann, course, editor):
    forget()
    client_of(ann)
    add_member(course, ann.email, by=root)
    ann.is_active = False
    ann.save()
    assert listed_rows(root_client) == [
        ("The site itself", "Account switched off", "Ann Other"),
        ("root", "Added Ann Other to the team", course.title),
        ("The site itself", f"Given the role author of “{course.title}”", "Ann Other"),
        ("The site itself", "Given the role Instructors", "Ann Other"),
        ("Ann Other", "Signed in", "Own account"),
    ]
    page = root_client.get(REPORT).content.decode()
    assert f'href="/admin/pages/{course.pk}/edit/"' in page
    assert f'href="{REPORT}?user={ann.pk}"' in page
    assert f'href="/admin/users/edit/{ann.pk}/"' in page
    assert "ann@example.com" not in page


def test_deleted_accounts_are_numbers(root_client, ann, course):
    forget()
    number = ann.pk
    record(course, "skillmate.archive", by=ann)
    ann.delete()
    assert listed_rows(root_client) == [
        ("The site itself", "Deleted", f"Deleted account {number}"),
        (f"Deleted account {number}", "Archived", course.title),
    ]


def test_filters_by_person_show_what_they_did_and_what_was_done_to_them(
    root_client, root, ann, course
):
    forget()
    client_of(ann)
    record(course, "skillmate.archive", by=ann)
    record(ann, "skillmate.account_exported", by=root)
    record(root, "skillmate.email_changed", by=root)
    assert listed_rows(root_client, user=ann.pk) == [
        ("root", "Data of the account exported", "Ann Other"),
        ("Ann Other", "Archived", course.title),
        ("Ann Other", "Signed in", "Own account"),
    ]


def test_person_filter_offers_those_with_a_role_and_the_chosen_one(root_client, root, ann, home):
    bob = factories.user("bob")
    bob.groups.add(Group.objects.get(name=EDITORS))

    def offered(**filters) -> list[User]:
        form = root_client.get(REPORT, filters).context["filters"].form
        return list(form.fields["user"].queryset)

    assert offered() == [bob, root]
    assert offered(user=ann.pk) == [ann, bob, root]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("sign_ins", ["Signed in", "Password changed"]),
        ("roles", ["Account activated"]),
        ("releases", ["Archived", "Published"]),
        ("exports", ["Data of the account exported"]),
        ("deletions", ["Account deleted"]),
        ("content", ["Draft saved"]),
    ],
)
def test_filters_by_kind(root_client, ann, course, kind, expected):
    forget()
    for action in ("skillmate.archive", "wagtail.publish", "wagtail.edit"):
        record(course, action, by=ann)
    for name in (
        *("sign_in", "password_changed", "account_activated"),
        *("account_exported", "account_deleted"),
    ):
        record(ann, f"skillmate.{name}", by=ann)
    assert sorted(what for _who, what, _on in listed_rows(root_client, kind=kind)) == sorted(
        expected
    )


def test_filters_by_date(root_client, ann):
    client_of(ann)
    ModelLogEntry.objects.update(timestamp=timezone.now() - timedelta(days=9))
    day = timezone.now() - timedelta(days=5)
    assert listed_rows(root_client, timestamp_from=f"{day:%Y-%m-%d}") == []
    assert len(listed_rows(root_client, timestamp_to=f"{day:%Y-%m-%d}")) == 1


def test_request_links_to_all_its_entries(root_client, ann):
    group = Group.objects.get(name=EDITORS)
    address = f"/admin/bulk/auth/user/assign_role/?id={ann.pk}"
    response = root_client.post(address, {"role": group.pk})
    client_of(ann)
    expected = [("root", "Given the role Editors", "Ann Other")]
    assert listed_rows(root_client, request=response["X-Request-ID"]) == expected
    assert listed_rows(root_client, request=f" {response['X-Request-ID'].upper()} ") == expected
    assert listed_rows(root_client, request="0" * 32) == []


@pytest.mark.parametrize("value", ["-1", "9" * 30, "\0", "2026-99-99", "²"])
def test_filter_that_makes_no_sense_is_no_error(root_client, ann, value):
    client_of(ann)
    for name in ("user", "kind", "timestamp_from", "request", "p", "ordering", "export"):
        assert root_client.get(REPORT, {name: value}).status_code == 200


def test_report_is_paginated(root_client, ann):
    for _ in range(51):
        record(ann, "skillmate.sign_in", by=ann)
    assert [len(listed_rows(root_client, p=number)) for number in (1, 2, 9)] == [50, 1, 1]
    assert len(as_csv(root_client)) == 51


def test_file_has_the_same_rows_and_no_formula(root_client, root, ann, course):
    Profile.objects.filter(user=ann).update(display_name="=HYPERLINK(1)")
    type(course).objects.filter(pk=course.pk).update(draft_title="@SUM(A1)", title="@SUM(A1)")
    course.refresh_from_db()
    forget()
    record(course, "skillmate.archive", by=ann)
    [row] = as_csv(root_client)
    assert row.pop("Time (UTC)")[:2] == "20"
    assert row == {
        "Who": "'=HYPERLINK(1)",
        "Account": f"{ann.pk}",
        "What": "Archived",
        "On what": "'@SUM(A1)",
        "Request": "",
    }
    assert root_client.get(REPORT, {"export": "xlsx"}).status_code == 200


def test_report_takes_as_many_queries_for_many_entries_as_for_one(root_client, root, index):
    def fill(course: CoursePage) -> None:
        person = factories.user(f"person-{User.objects.count()}")
        add_member(course, person.email, by=root)
        for instance in (person, course, index, factories.category(course.title)):
            record(instance, "wagtail.edit", by=person)

    def cost(query: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            root_client.get(REPORT + query).getvalue()
            return len(queries)

    views = ("", "?export=csv")
    one, other = (factories.course(index, lessons=0) for _ in range(2))
    fill(one)
    baseline = [[cost(query) for query in views] for _ in range(2)][1]  # some is asked once only
    for _ in range(8):
        fill(one)
        fill(other)
    assert [cost(query) for query in views] == baseline
    assert max(baseline) <= 30
