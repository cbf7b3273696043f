"""The real courses, source against stored pages, by a count that is not the importer's own."""

from collections import Counter
from io import StringIO
from time import process_time

import pytest
from django.core.management import call_command
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.images import get_image_model

from courses.blocks.text import INLINE, PROSE
from courses.models import CoursePage, LessonPage
from exchange.importing.importer import import_course

from .conftest import course_folders
from .rows import row_counts
from .source_check import facts_of_body, facts_of_source, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", params=course_folders(), ids=lambda path: path.name)
def imported(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """One real course, imported once for all tests here and rolled back after them."""
    from django.db import transaction
    from django.test import override_settings

    media = str(tmp_path_factory.mktemp("media"))
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, PRIVATE_MEDIA_ROOT=media),
        transaction.atomic(),
    ):
        call_command("setup_site", stdout=StringIO())
        started_at = process_time()
        report = import_course(request.param, publish=True)
        seconds = process_time() - started_at
        course = CoursePage.objects.get(pk=report.page_id)
        pages = {page.source_path: page for page in LessonPage.objects.child_of(course)}
        images = {image.pk: image.title for image in get_image_model().objects.all().order_by("pk")}
        yield Imported(request.param, report, seconds, course, pages, images)
        transaction.set_rollback(True)


class Imported:
    def __init__(self, folder, report, seconds, course, pages, images):
        self.folder, self.report, self.seconds, self.course = folder, report, seconds, course
        self.pages, self.images = pages, images

    def lessons(self):
        """Of each lesson: its report, the facts of its file, the facts of its page."""
        for report in self.report.lessons:
            source_facts = facts_of_source((self.folder / report.path).read_text())
            page = self.pages[report.path]
            page_facts = facts_of_body(list(page.body.raw_data), self.images)
            page_facts.headings.insert(0, page.title)
            page_facts.words[:0] = words_of(page.title)
            yield report, source_facts, page_facts


def test_lessons_are_all_there_in_order(imported):
    paths = [lesson.source_path for lesson in imported.course.outline.lessons]
    assert paths == [report.path for report in imported.report.lessons]
    assert len(paths) in {32, 12, 5, 6, 7, 8}


def test_import_takes_no_more_than_20_seconds(imported):
    assert imported.seconds < 20


def test_second_import_changes_nothing(imported, stored_files):
    rows = row_counts()
    report = import_course(imported.folder, publish=True)
    assert dict(report.states) == {"unchanged": len(report.lessons)}
    assert row_counts() == rows
    assert stored_files() == []


def test_every_heading_is_there(imported):
    for report, source_facts, page_facts in imported.lessons():
        assert Counter(source_facts.headings) - Counter(page_facts.headings) == Counter(), (
            report.path
        )


def test_no_heading_is_invented(imported):
    added_headings = {
        "Objectives",
        "Questions",
        "Key points",
        "Prerequisites",
        "Solution",
        "Details",
        "",
    }
    for report, source_facts, page_facts in imported.lessons():
        page = imported.pages[report.path]
        extra = (
            set(page_facts.headings) - set(source_facts.headings) - added_headings - {page.title}
        )
        titles = {title.removeprefix("Instructor note").strip(": ") for title in extra}
        containers = (imported.folder / report.path).read_text()
        assert [title for title in titles if title not in containers] == [], report.path


def test_every_code_block_is_there_exactly(imported):
    for report, source_facts, page_facts in imported.lessons():
        assert source_facts.code == page_facts.code, report.path


def test_every_local_picture_is_there_with_its_alt_text(imported):
    picture_names = _same_pictures(imported.folder)
    for report, source_facts, page_facts in imported.lessons():
        remote = " ".join(note.what for note in report.dropped if "another site" in note.what)
        source_images = Counter()
        for (name, alt), count in source_facts.images.items():
            if name not in remote:
                source_images[picture_names[name], alt] += count
        page_images = Counter()
        for (title, alt), count in page_facts.images.items():
            page_images[picture_names[title], alt] += count
        assert page_images == source_images, report.path


def _same_pictures(folder):
    """Names and titles of all pictures, by one name for each content: equal files are one image."""
    names, names_by_content = {}, {}
    for path in sorted(folder.rglob("*.*")):
        if path.suffix in {".png", ".jpg", ".svg", ".gif", ".webp"}:
            first_name = names_by_content.setdefault(path.read_bytes(), path.name)
            names |= {
                path.name: first_name,
                path.stem.replace("-", " ").replace("_", " "): first_name,
            }
    return names


def test_words_are_in_order(imported):
    """Five words in a row of the source are five in a row of the page, but where blocks moved."""
    for report, source_facts, page_facts in imported.lessons():
        shingles = source_facts.shingles()
        missing = (shingles - page_facts.shingles()).total()
        assert missing <= 0.03 * shingles.total(), report.path
        assert Counter(source_facts.words) - Counter(page_facts.words) == Counter(), report.path


def test_every_link_is_on_the_page_or_in_the_report(imported):
    for report, source_facts, page_facts in imported.lessons():
        notes = " ".join(note.what for note in [*report.dropped, *report.converted])
        for href in source_facts.links:
            if href.startswith(("http", "mailto")):
                assert href in page_facts.links or href in notes, f"{report.path}: {href}"


def test_local_links_point_to_pages(imported):
    raw = str([list(page.body.raw_data) for page in imported.pages.values()])
    assert "skillmate.invalid" not in raw
    assert "image:" not in raw.replace("background-image:", "")


def test_every_lesson_opens(imported, client):
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.create_superuser("boss", "boss@example.com", "x")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for page in imported.pages.values():
        assert client.get(page.url).status_code == 200, page.source_path


def test_editor_gives_rich_text_back_unchanged(imported):
    prose, cells = ContentstateConverter(PROSE), ContentstateConverter(INLINE)
    for page in imported.pages.values():
        for kind, html in _rich_texts(page.body.raw_data):
            converter = cells if kind == "cell" else prose
            converted = converter.to_database_format(converter.from_database_format(html))
            assert converted == html, page.source_path


def test_editor_saves_the_body_unchanged(imported):
    for page in imported.pages.values():
        block = page.body.stream_block
        saved = block.get_prep_value(block.clean(page.body))
        assert saved == list(page.body.raw_data), page.source_path


def _rich_texts(blocks):
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind == "text":
            yield "text", value
        elif kind == "table":
            for row in value["rows"]:
                yield from (("cell", cell) for cell in row["values"] if cell)
        elif kind in {"callout", "accordion"}:
            yield from _rich_texts(value["body"])
