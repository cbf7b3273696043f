"""Search finds what one may open, whatever one types, however much there is."""

import time
from uuid import uuid4

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from courses.catalogue.search import ranked_ids
from courses.models import LessonPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

SECRET = [("text", "<p>The word is zibeline.</p>")]


def result_titles(client, query: str) -> list[str]:
    results = client.get("/search/", {"q": query}).context["results"]
    return [page.title for page in (*results.courses, *results.lessons)]


@pytest.fixture
def secret(course, lessons):
    """A lesson only the enrolled may read."""
    lessons[0].body = SECRET
    lessons[0].save_revision().publish()
    return lessons[0]


def test_lesson_is_found_by_the_enrolled_alone(secret, course, student, student_client, client):
    assert result_titles(client, "zibeline") == []
    assert result_titles(student_client, "zibeline") == []
    enroll(course, by=student)
    assert result_titles(student_client, "zibeline") == [secret.title]


def test_free_preview_is_found_by_everyone(secret, client):
    secret.free_preview = True
    secret.save_revision().publish()
    assert result_titles(client, "zibeline") == [secret.title]


def test_nothing_of_an_unpublished_course_is_found(secret, course, client):
    secret.free_preview = True
    secret.save_revision().publish()
    course.unpublish()
    assert result_titles(client, "zibeline") == []
    assert result_titles(client, course.title) == []


def test_nothing_of_a_private_course_is_found(secret, course, client):
    secret.free_preview = True
    secret.save_revision().publish()
    PageViewRestriction.objects.create(page=course, restriction_type="login")
    assert result_titles(client, "zibeline") == []
    assert result_titles(client, course.title) == []


def test_lesson_taken_out_of_the_curriculum_is_not_found(secret, course, lessons, client):
    secret.free_preview = True
    secret.save_revision().publish()
    course.curriculum = [("lesson", lessons[1])]
    course.save_revision().publish()
    assert result_titles(client, "zibeline") == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        '"',
        '"a',
        "\0",
        "a\0b",
        "x" * 10_000,
        "a " * 5000,
        "* OR (",
        "NOT",
        "- ' @",
        ':- -"!!',
    ],
)
def test_no_text_breaks_search(course, client, text):
    assert client.get("/search/", {"q": text}).status_code == 200


def test_too_many_searches_get_a_429(course, client, settings):
    settings.SEARCH_RATE = "2/m"
    statuses = [client.get(f"/search/?q={word}").status_code for word in ("a", "b", "c")]
    assert statuses == [200, 200, 429]


def test_common_word_over_many_pages_is_quick(course):
    """The stock search takes minutes here on SQLite."""
    crowd(course, 20_000)
    start = time.process_time()
    assert len(ranked_ids(LessonPage.objects.live(), "common", limit=20)) == 20
    assert time.process_time() - start < 2


def crowd(course, number: int) -> None:
    """`number` copies of one lesson with its entry in the search index, made by the database."""
    lesson = factories.lesson(course, title="A common lesson")
    original = Page.objects.get(pk=lesson.pk)
    fields = {field.attname: getattr(original, field.attname) for field in Page._meta.fields}
    Page.objects.bulk_create(
        [
            Page(**fields | {"id": None, "path": f"9{n:07d}", "translation_key": uuid4()})
            for n in range(number)
        ],
        batch_size=500,
    )
    copy_rows(LessonPage, "page_ptr_id", "c.page_ptr_id = %s", lesson.pk)
    copy_rows(IndexEntry, "object_id", "c.object_id = %s", str(lesson.pk))


def copy_rows(model, key: str, original: str, value) -> None:
    """Copy the row `original` says for every page of the crowd, `key` being the page's id."""
    table = model._meta.db_table
    names = [f.column for f in model._meta.local_concrete_fields if f.column != "id"]
    kind = "text" if key == "object_id" else "bigint"
    values = ", ".join(f"CAST(p.id AS {kind})" if name == key else f"c.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} "  # noqa: S608 (own names)
            f"FROM {table} c, wagtailcore_page p WHERE p.path LIKE '9%%' AND {original}",
            [value],
        )
