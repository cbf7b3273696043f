"""The report of all releases."""

import csv
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from courses.models import CoursePage, CourseRelease
from courses.release.restore import restore
from courses.release.submission import submit
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

REPORT = "/admin/courses/releases/"


def listed_releases(client: Client, **filters) -> list[CourseRelease]:
    return list(client.get(REPORT, filters).context["object_list"])


def csv_rows(client: Client, **filters) -> list[dict]:
    response = client.get(REPORT, {"export": "csv", **filters})
    lines = response.getvalue().decode().splitlines()
    return list(csv.DictReader(lines))


@pytest.fixture
@cached_fixture
def releases(published_course, instructor) -> list[CourseRelease]:
    """A submission in review, after the first release; newest first."""
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="New title")
    submit(published_course, by=instructor)
    return list(published_course.releases.all())


@pytest.fixture
def foreign_release(index, editor) -> CourseRelease:
    """Of a course whose team the instructor is not on."""
    course = factories.complete_course(index)
    return CourseRelease.objects.create(course=course, submitted_by=editor)


def test_editor_sees_all_releases_newest_first(editor_client, releases, foreign_release):
    assert listed_releases(editor_client) == [foreign_release, *releases]


def test_instructor_sees_releases_of_own_courses(instructor_client, releases, foreign_release):
    assert listed_releases(instructor_client) == releases
    titles = {row["Course"] for row in csv_rows(instructor_client)}
    assert titles == {releases[0].course.title}


def test_filters_offer_instructors_no_other_courses(instructor_client, releases, foreign_release):
    form = instructor_client.get(REPORT).context["filters"].form
    assert list(form.fields["course"].queryset) == [releases[0].course]
    assert listed_releases(instructor_client, course=foreign_release.course_id) == releases


def test_instructor_without_courses_sees_no_report(releases):
    assert client_of(person("newcomer", INSTRUCTORS)).get(REPORT).status_code == 302


def test_student_sees_no_report(student_client, releases):
    assert student_client.get(REPORT).status_code != 200


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"status": "published"}, [False, True]),
        ({"status": "in_review"}, [True, False]),
        ({"change": "correction"}, [False, False]),
        ({"published_at_from": "2000-01-01"}, [False, True]),
        ({"submitted_at_to": "2000-01-01"}, [False, False]),
    ],
)
def test_filter_keeps_matching_releases(editor_client, releases, filters, expected):
    results = listed_releases(editor_client, **filters)
    assert [release in results for release in releases] == expected
    assert len(csv_rows(editor_client, **filters)) == sum(expected)


def test_filters_by_course_and_reviewer(editor_client, editor, releases, foreign_release):
    assert listed_releases(editor_client, course=foreign_release.course_id) == [foreign_release]
    assert listed_releases(editor_client, reviewed_by=editor.pk) == [releases[1]]


def test_results_view_returns_filtered_releases(editor_client, releases):
    response = editor_client.get(f"{REPORT}results/", {"status": "published"})
    assert list(response.context["object_list"]) == [releases[1]]


def test_csv_names_submitter_and_reviewer(editor_client, releases, published_course):
    newest, first = csv_rows(editor_client)
    assert (first["Number"], first["Status"], first["New pages"]) == ("1", "Published", "4")
    assert (first["Submitted by"], first["Reviewed by"]) == ("instructor", "editor")
    assert (newest["Number"], newest["Changed pages"], newest["Reviewed by"]) == ("", "1", "")
    assert first["Course"] == published_course.title


def test_report_shows_which_release_was_restored(editor_client, published_course, editor):
    published_course.outline.lessons[0].unpublish()
    restore(published_course.releases.get(), by=editor)
    assert csv_rows(editor_client)[0]["Restores"] == "1"


def test_waived_findings_are_reported_with_their_reason(editor_client, releases):
    releases[1].waivers.create(code="alt", message="No text", reason="A decoration")
    releases[1].waivers.create(code="captions", message="No captions", reason="No speech")
    assert [release.waiver_count for release in listed_releases(editor_client)] == [0, 2]
    assert (listed_releases(editor_client)[1].new_count, csv_rows(editor_client)[0]["Waived"]) == (
        4,
        "",
    )
    text = editor_client.get(REPORT, {"export": "csv"}).getvalue().decode()
    assert "No text (A decoration)\nNo captions (No speech)" in text


@pytest.mark.parametrize("prefix", ["=", "+", "-", "@", "\t"])
def test_text_that_begins_like_a_formula_is_escaped(editor_client, releases, prefix):
    CourseRelease.objects.filter(pk=releases[0].pk).update(note=f'{prefix}HYPERLINK("//evil")')
    assert csv_rows(editor_client)[0]["Note to learners"] == f'\'{prefix}HYPERLINK("//evil")'


def test_xlsx_has_the_same_rows_and_no_formula(editor_client, releases):
    CourseRelease.objects.filter(pk=releases[0].pk).update(note="=1+1\x0b")
    response = editor_client.get(REPORT, {"export": "xlsx"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    headings, newest, first = sheet.iter_rows()
    column = [cell.value for cell in headings].index("Note to learners")
    assert (newest[column].value, newest[column].data_type) == ("=1+1", "s")
    assert (first[1].value, first[0].value) == (1, releases[1].course.title)


def test_report_is_in_the_menu_of_those_who_may_open_it(editor_client, instructor_client):
    for client in (editor_client, instructor_client):
        assert REPORT in client.get("/admin/").content.decode()


@pytest.mark.parametrize("query", ["", "?export=csv"])
def test_report_takes_the_same_queries_for_one_and_three_courses(
    editor_client, releases, index, query
):
    def query_count() -> int:
        with CaptureQueriesContext(connection) as queries:
            editor_client.get(REPORT + query).getvalue()
        return len(queries)

    query_count()  # what is asked once only
    one = query_count()
    for name in ("ada", "bob"):
        course = factories.complete_course(index)
        user = person(name, INSTRUCTORS)
        release = CourseRelease.objects.create(course=course, submitted_by=user, reviewed_by=user)
        release.waivers.create(code="alt", message="No text", reason="A decoration")
        release.items.create(page=course, kind="new", title=course.title)
    assert CoursePage.objects.count() == 3
    assert query_count() == one
