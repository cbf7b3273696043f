"""The walk through a draft: what it shows, and where its links lead."""

import pytest

from courses.release.submission import submit

from .conftest import edit
from .reading import DONE, MODES, button_labels, links, locks, rows, soup, text_of, walk

ACTIONS = {
    "visitor": ["Sign up to enrol", "Sign in"],
    "enrolled": ["Start learning", "Leave this course"],
    "halfway": ["Continue learning", "Leave this course"],
    "finished": ["Review course", "Leave this course"],
}
# By mode, of the first lesson: 0, 1 or 3 of 3 lessons are complete.
CONTROLS = {
    "enrolled": ["Complete and continue", "Mark complete"],
    "halfway": ["Mark as not complete"],
    "finished": ["Mark as not complete"],
}


@pytest.mark.parametrize("mode", MODES)
def test_course_is_shown_as_drafted(instructor_client, redrafted, drafts, mode):
    page = soup(instructor_client, walk(redrafted, mode))
    assert text_of(page.h1) == "The next edition"
    assert rows(page) == ["Renamed in the draft", "Brand new", drafts[2].title]
    assert redrafted.title not in page.text
    assert "45 min" in text_of(page.select_one(".course__main"))


@pytest.mark.parametrize("mode", MODES)
def test_course_that_was_never_live_is_shown(instructor_client, draft_course, mode):
    page = soup(instructor_client, walk(draft_course, mode))
    lessons = [block.value for block in draft_course.curriculum if block.block_type == "lesson"]
    assert rows(page) == [lesson.title for lesson in lessons]
    assert button_labels(page) == ACTIONS[mode]
    for lesson in lessons:
        response = instructor_client.get(walk(draft_course, mode, lesson))
        assert response.status_code == 200


@pytest.mark.parametrize("mode", MODES)
def test_course_offers_what_the_learner_would_do_next(instructor_client, redrafted, drafts, mode):
    page = soup(instructor_client, walk(redrafted, mode))
    assert button_labels(page) == ACTIONS[mode]
    bar = page.select_one("#enrol progress")
    percent = {"visitor": None, "enrolled": "0", "halfway": "33", "finished": "100"}[mode]
    assert (bar and bar["value"]) == percent
    start = page.select_one("#enrol a[href]")
    position = {"visitor": None, "enrolled": 0, "halfway": 1, "finished": 0}[mode]
    expected = None if position is None else walk(redrafted, mode, drafts[position])
    assert (start and start["href"]) == expected
    assert ("You finished this course on" in page.text) == (mode == "finished")


def test_visitor_sees_locks_but_on_drafted_free_previews(instructor_client, redrafted, drafts):
    page = soup(instructor_client, walk(redrafted, "visitor"))
    assert locks(page) == 2
    assert walk(redrafted, "visitor", drafts[0]) in links(page)
    assert walk(redrafted, "visitor", drafts[1]) not in links(page, ".sections")
    assert locks(soup(instructor_client, walk(redrafted, "enrolled"))) == 0


@pytest.mark.parametrize("mode", [*DONE])
def test_lesson_is_shown_as_drafted(instructor_client, redrafted, drafts, mode):
    first, new, last = drafts
    page = soup(instructor_client, walk(redrafted, mode, new))
    assert text_of(page.h1) == "Brand new"
    assert "Text nobody has read." in page.text
    assert rows(page) == ["Renamed in the draft", "Brand new", last.title]
    neighbours = page.select(".neighbours--large a")
    assert [link["href"] for link in neighbours] == [
        walk(redrafted, mode, first),
        walk(redrafted, mode, last),
    ]
    assert "Drafted text." in soup(instructor_client, walk(redrafted, mode, last)).text


@pytest.mark.parametrize("mode", [*DONE])
def test_lesson_shows_the_progress_of_the_learner(instructor_client, redrafted, drafts, mode):
    page = soup(instructor_client, walk(redrafted, mode, drafts[0]))
    assert button_labels(page) == CONTROLS[mode]
    assert f"{DONE[mode]} of 3" in text_of(page.select_one("[role=status]"))
    icons = page.select('.outline__lesson use[href$="#done"]')
    assert len(icons) == DONE[mode]


@pytest.mark.parametrize("mode", MODES)
def test_every_link_between_course_and_lessons_stays_inside(
    instructor_client, redrafted, drafts, mode
):
    """Of outline, neighbours, breadcrumb, panel, description and text of lessons."""
    expected = {walk(redrafted, mode), *(walk(redrafted, mode, lesson) for lesson in drafts)}
    visited, pending = set(), {walk(redrafted, mode)}
    while pending:
        url = pending.pop()
        targets = links(soup(instructor_client, url))
        assert not {link for link in targets if link.startswith(redrafted.url)}
        visited.add(url)
        pending |= {link for link in targets if link.startswith("/admin/courses/")} - visited
    assert visited == expected


def test_preview_bar_links_to_the_same_page_in_other_modes_and_to_the_editor(
    instructor_client, redrafted, drafts
):
    lesson = drafts[0]
    page = soup(instructor_client, walk(redrafted, "halfway", lesson))
    expected = {walk(redrafted, mode, lesson) for mode in MODES}
    assert links(page, ".preview-bar") == {*expected, f"/admin/pages/{lesson.pk}/edit/"}
    current = page.select(".preview-bar [aria-current=page]")
    assert [text_of(link) for link in current] == ["Halfway"]


def test_preview_bar_links_to_the_review_while_there_is_one(editor_client, instructor, redrafted):
    submit(redrafted, by=instructor, despite_findings=True)
    page = soup(editor_client, walk(redrafted, "enrolled"))
    assert f"/admin/courses/{redrafted.pk}/review/" in links(page, ".preview-bar")


def test_visitor_sees_that_a_lesson_is_closed(instructor_client, redrafted, drafts):
    free, closed, _last = drafts
    page = soup(instructor_client, walk(redrafted, "visitor", closed))
    assert "A visitor cannot open this lesson." in page.main.text
    assert "Text nobody has read." not in page.text
    enrol_url = page.select_one("main a.button")["href"]
    panel = soup(instructor_client, enrol_url).select_one("#enrol")
    assert "“Brand new” opens when you enrol." in panel.text
    page = soup(instructor_client, walk(redrafted, "visitor", free))
    assert "Text of" in page.text
    assert button_labels(page) == []
    assert len(page.select('.outline__lesson use[href$="#lock"]')) == 2


def test_lesson_with_a_drafted_slug_still_links_to_its_notice(instructor_client, redrafted, drafts):
    edit(drafts[1], slug="12345")
    page = soup(instructor_client, walk(redrafted, "visitor", drafts[1]))
    enrol_url = page.select_one("main a.button")["href"]
    assert enrol_url.endswith("?locked=12345")
    assert "opens when you enrol" in soup(instructor_client, enrol_url).text


@pytest.mark.parametrize("mode", MODES)
def test_removed_lesson_is_explained_and_not_shown(instructor_client, redrafted, mode):
    removed = redrafted.outline.lessons[1]
    page = soup(instructor_client, walk(redrafted, mode, removed))
    assert "The draft of this course does not have this lesson." in page.main.text
    assert "Text of a removed lesson" not in page.text


def test_half_of_one_lesson_is_none(instructor_client, redrafted, drafts):
    edit(redrafted, curriculum=[("lesson", drafts[0])])
    page = soup(instructor_client, walk(redrafted, "halfway"))
    assert page.select_one("#enrol progress")["value"] == "0"


@pytest.mark.parametrize("mode", MODES)
def test_course_without_lessons_can_be_walked(instructor_client, redrafted, mode):
    edit(redrafted, curriculum=[])
    page = soup(instructor_client, walk(redrafted, mode))
    assert rows(page) == []
