"""No list that is had as a spreadsheet carries out what somebody wrote."""

import csv
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageLogEntry

from courses.models import CoursePage
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import client_of
from home.models import ContactMessage

from .lists import FORMULAS

LISTS = [
    *("contact_messages:index", "wagtailadmin_reports:site_history", "wagtailredirects:index"),
    *("wagtailadmin_reports:aging_pages", "wagtailadmin_reports:locked_pages"),
]


@pytest.fixture
@cached_fixture
def admin(home) -> Client:
    return client_of(User.objects.create_superuser("admin"))


@pytest.fixture(params=FORMULAS)
def formula(request, course) -> str:
    text = request.param
    CoursePage.objects.filter(pk=course.pk).update(title=text, locked=True)
    entry = {"content_type_id": course.content_type_id, "action": "wagtail.edit"}
    PageLogEntry.objects.create(page=course, label=text, timestamp="2030-01-01T00:00Z", **entry)
    Redirect.objects.create(old_path=text, redirect_page=course)
    ContactMessage.objects.create(name=text, email="a@b.cd", subject=text, message=text)
    return text


def test_no_cell_of_a_csv_begins_like_a_formula(admin, formula):
    for name in LISTS:
        response = admin.get(reverse(name), {"export": "csv"})
        rows = list(csv.reader(response.getvalue().decode().splitlines(keepends=True)))
        cells = [cell for row in rows for cell in row]
        assert f"'{formula}" in cells
        assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n＝")] == []


@pytest.mark.parametrize("text", [*FORMULAS[:4], "bell \x07 and \x0b"])
def test_xlsx_holds_text_and_can_be_written(admin, home, text):
    ContactMessage.objects.create(name=text, email="a@b.cd", subject=text, message=text)
    response = admin.get(reverse("contact_messages:index"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    expected = text.replace("\x07", "").replace("\x0b", "")
    [_heading, row] = sheet.iter_rows()
    assert [(cell.value, cell.data_type) for cell in row[3:]] == [(expected, "s")] * 2
