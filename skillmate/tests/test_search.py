"""Search finds what one may open, whatever one types, however much there is."""

import time
from uuid import uuid4

import pytest
from django.db import connection
from wagtail.models import Page, PageViewRestriction
from wagtail.search.models import IndexEntry

from courses.models import CoursePage, LessonPage
from courses.search.query import parse
from courses.search.ranking import ranked_hits
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.tests.conftest import signed_in
from skillmate.search import Results

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

SECRET = [("text", "<p>The word is zibeline.</p>")]


@pytest.fixture(autouse=True)
def _nothing_kept(settings):
    """Pages that are kept have no context."""
    settings.PAGE_CACHE_SIZE = 0


def results_of(client, query: str) -> Results:
    return client.get("/search/", {"q": query}).context["results"]


def result_titles(client, query: str) -> list[str]:
    return titles(results_of(client, query))


def titles(results: Results) -> list[str]:
    courses = [result.course.title for result in results.courses]
    return [*courses, *(result.lesson.title for result in results.lessons)]


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


def test_locked_lesson_is_known_by_its_title_alone(secret, course, lessons, student, client):
    """What is inside is neither found nor quoted, nor does its course tell of it."""
    lessons[1].title, lessons[1].summary = "The ouzel", "A summary of wagtails."
    lessons[1].body = SECRET
    lessons[1].save_revision().publish()
    results = results_of(client, "ouzel")
    [hit] = results.lessons
    assert (hit.is_locked, hit.page.pk, hit.snippet, results.total) == (True, course.pk, [], 2)
    assert [result.course.pk for result in results.courses] == [course.pk]
    page = client.get("/search/?q=ouzel").content.decode()
    assert "For enrolled learners" in page
    assert f'href="{course.url}"' in page
    assert not any(text in page for text in (lessons[1].url, "zibeline", "wagtails"))
    for query in ("zibeline", "zibelin", "ouzel zibeline", "wagtails", '"word is zibeline"'):
        assert result_titles(client, query) == [], query
    enroll(course, by=student)
    [hit] = results_of(signed_in(student), "ouzel zibelin").lessons
    assert (hit.is_locked, hit.page.pk) == (False, lessons[1].pk)
    assert "zibeline" in [part.text for part in hit.snippet if part.is_match]


def test_what_the_course_page_shows_is_found(course, lessons, client):
    """In the next request after it has changed."""
    course.outcomes = [("item", "Bind a bowline")]
    course.requirements = [("item", "A rope of hemp")]
    course.tags.add("splicing")
    course.description = "<p>Of <b>halyards</b> &amp; sheets.</p>"
    course.curriculum = [("section", {"title": "Hitches", "summary": ""}), ("lesson", lessons[0])]
    course.save_revision().publish()
    queries = ["bowline", "hemp", "splicing", "halyards", "hitch", lessons[0].title]
    assert {query: result_titles(client, query)[:1] for query in queries} == dict.fromkeys(
        queries, [course.title]
    )
    [hit] = results_of(client, "bowlines").courses
    assert [tuple(part) for part in hit.snippet] == [("Bind a ", False), ("bowline", True)]
    lessons[0].title = "Cleats"
    lessons[0].save_revision().publish()
    assert result_titles(client, "cleat") == [course.title, "Cleats"]
    course.category.name = "Seamanship"
    course.category.save()
    assert result_titles(client, "seamanship") == [course.title]
    lessons[0].unpublish()
    assert result_titles(client, "cleat") == []
    assert "hitches" not in CoursePage.objects.get(pk=course.pk).indexed_text.lower()


LANGUAGES = {
    "en": ("Statistics without fear", ["statistic", "STATISTICS", "statistical fears"]),
    "de": ("Häuser bauen für Anfänger", ["haus bauen", "hauser", "Anfängern"]),
    "fr": ("Écoles et élèves", ["ecole", "élève", "eleves"]),
    "es": ("Canciones de la montaña", ["canción", "montana", "montañas"]),
    "pt": ("Lições de coração", ["licao", "lições", "coração", "coracoes"]),
    "ar": ("الإحصاء للمبتدئين", ["إحصاء", "الاحصاء", "الإِحْصَاء"]),
    "zh": ("统计学入门", ["统计", "入门", "统计学", "门"]),
    "th": ("สถิติเบื้องต้น", ["สถิติ", "เบื้องต้น"]),
    "ja": ("はじめての統計学ガイド", ["統計学", "ガイド", "はじめて", "ｶﾞｲﾄﾞ"]),
    "ko": ("통계학을 배우다", ["통계학", "통계"]),
    "hi": ("हिन्दी में सांख्यिकी", ["हिन्दी", "सांख्यिकी"]),
    "ru": ("Основы статистики", ["статистика", "основа"]),
    "el": ("Εισαγωγή στη στατιστική", ["στατιστική", "στατιστικη"]),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_searched(index, client, settings, language):
    settings.COURSE_LANGUAGES = [*LANGUAGES]
    title, queries = LANGUAGES[language]
    course = factories.course(index, title=title, slug="course", language=language)
    factories.course(index, title="Other", language=language)
    lesson = course.outline.lessons[0]
    lesson.title, lesson.free_preview = "Lesson", True
    lesson.body = [("text", f"<p>x {title}. y</p>")]
    lesson.save_revision().publish()
    for query in queries:
        results = results_of(client, query)
        assert titles(results) == [title, "Lesson"], query
        snippets = [results.courses[0].title, results.lessons[0].snippet]
        if language != "ar" or "ا" not in query:
            assert all(any(part.is_match for part in parts) for parts in snippets), query
    catalogue = client.get("/courses/", {"q": queries[0]}).context["catalogue"]
    assert catalogue.total == 1


@pytest.mark.parametrize("typed", ["gti", "rebsae", "rebae", "rebasse", "rebaze", "gti rebsing"])
def test_one_slip_in_a_word_is_forgiven(index, client, typed):
    course = factories.course(index, title="Git", summary="How to rebase, and rebasing again.")
    factories.course(index, title="Bread")
    assert result_titles(client, typed)[0] == "Git"
    assert "These are results for" in client.get("/search/", {"q": typed}).content.decode()
    page = client.get("/courses/", {"q": typed})
    assert [entry.pk for entry in page.context["catalogue"].page] == [course.pk]
    assert page.context["catalogue"].words_meant


def test_two_slips_are_not_forgiven_nor_words_there_are(index, client):
    factories.course(index, title="Bread")
    factories.course(index, title="Broad")
    assert result_titles(client, "bread") == ["Bread"]
    assert result_titles(client, "braeds") == []
    assert result_titles(client, "2024") == []


def test_results_are_counted(index, client):
    for number in range(25):
        factories.course(index, title=f"Bread {number}", lessons=1)
    results = results_of(client, "bread")
    assert (results.course_count, len(results.courses), results.total) == (25, 20, 25)
    page = client.get("/search/?q=bread").content.decode()
    assert "25 results" in page
    assert 'href="/courses/?q=bread"' in page


def test_titles_are_suggested_while_one_types(secret, course, lessons, student, client):
    lessons[1].title = "Zigzag stitches"
    lessons[1].save_revision().publish()
    secret.title, secret.free_preview = "Zigzag seams", True
    secret.save_revision().publish()
    factories.course(course.get_parent().specific, title="Zigzags", slug="zigzags")

    def suggested(browser, text: str) -> dict[str, str]:
        data = browser.get("/search/suggestions/", {"q": text}).json()["suggestions"]
        return {item["title"]: item["url"] for item in data}

    course_url = "/courses/zigzags/"
    expected = {"Zigzags": course_url, secret.title: secret.url, "Zigzag stitches": course.url}
    assert suggested(client, "zig") == expected
    assert suggested(client, "zigzag sti") == {"Zigzag stitches": course.url}
    assert (
        suggested(client, "zibel") == suggested(client, "") == suggested(client, "stit zig") == {}
    )
    enroll(course, by=student)
    browser = signed_in(student)
    assert suggested(browser, "zigzag st") == {"Zigzag stitches": lessons[1].url}
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    assert suggested(browser, "zig") == suggested(client, "zig") == {"Zigzags": course_url}


def test_suggestions_have_a_limit_of_their_own(course, client, settings):
    settings.SUGGEST_RATE = "1/m"
    statuses = [client.get(f"/search/suggestions/?q={word}").status_code for word in ("a", "b")]
    assert statuses == [200, 429]
    assert client.get("/search/?q=a").status_code == 200


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
    assert len(ranked_hits(LessonPage.objects.live(), parse("common"), limit=20)) == 20
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
