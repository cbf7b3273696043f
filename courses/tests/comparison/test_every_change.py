"""Any single edit of a lesson's body leaves a mark at its place, and nowhere else."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.blocks import CharBlock

from courses.blocks import LessonBody
from courses.blocks.code import VerbatimBlock
from courses.blocks.comparison.base import comparison_of
from courses.blocks.text import TextBlock
from courses.comparison.references import References

from .bodies import Files, inner_blocks, lesson_body, stored
from .edits import edited, place_on_page, places
from .marked import has_mark

NEIGHBOUR = stored("text", "<p>A neighbour of few words.</p>", "neighbour")
NESTINGS = [[], ["accordion"], ["callout"], ["callout", "accordion"]]
CONTAINERS = {
    "accordion": {"title": "Solution"},
    "callout": {"kind": "note", "title": "Mind the oven"},
}
TEXTS = st.text(st.sampled_from("ab AB.\n\t\r\u00a0\u200b\u200d\u0301<&\U0001f35e"), max_size=12)
budget = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def files(draft_course) -> Files:
    return Files(draft_course)


def difference(before: list[dict], after: list[dict]) -> str:
    comparison = comparison_of(LessonBody(), before, after)
    comparison.references = References(comparison.wanted())
    return comparison.htmldiff()


def nested(blocks: list[dict], nesting: list[str]) -> list[dict]:
    for name in reversed(nesting):
        value = {**CONTAINERS[name], "body": blocks}
        blocks = [NEIGHBOUR, stored(name, value, f"outer-{name}")]
    return blocks


def path_to(nesting: list[str]) -> tuple:
    return tuple(step for _name in nesting for step in (1, "Content"))


def marks_outside(place: Tag) -> list[Tag]:
    *_ancestors, page = place.parents
    inside = {id(tag) for tag in place.find_all(True)}
    return [tag for tag in page.select("ins, del, .comparison__note") if id(tag) not in inside]


@st.composite
def edits(draw, files: Files):
    """(before, after, path, name of the edit)"""
    body = [block for block in lesson_body(files) if block["type"] not in CONTAINERS]
    block = draw(st.sampled_from(body))
    nesting = draw(st.sampled_from(NESTINGS if block["type"] != "heading" else [[]]))
    definition = LessonBody().child_blocks[block["type"]]
    place, keys = draw(
        st.sampled_from(list(places(definition, block["value"], (*path_to(nesting), 1))))
    )
    name = draw(st.sampled_from(sorted(place.edits)))
    after = {**block, "value": edited(block["value"], keys, place.edits[name])}
    before, after = (nested([NEIGHBOUR, version], nesting) for version in (block, after))
    versions = draw(st.permutations([before, after]))
    return *versions, place.path, name


@st.composite
def rearrangements(draw, files: Files):
    """(before, after, path of the container, the marks that have to be seen in it)"""
    nesting = draw(st.sampled_from(NESTINGS))
    before = [NEIGHBOUR, *inner_blocks(files)]
    kind = draw(st.sampled_from(["added", "removed", "moved", "changed moved"]))
    index = draw(st.integers(1, len(before) - 1))
    block = before[index]
    if kind == "changed moved":
        before[index] = {**block, "type": "text", "value": "<p>Some words.</p>"}
        block = {**block, "type": "text", "value": "<p>Other words.</p>"}
    after = [*before[:index], *before[index + 1 :]]
    if kind in ("moved", "changed moved"):
        after.insert(0, block)
    versions = (after, before) if kind == "added" else (before, after)
    return *(nested(version, nesting) for version in versions), path_to(nesting), kind


@budget
@given(data=st.data())
def test_edit_of_a_block_is_marked_at_its_place(files, data):
    before, after, path, name = data.draw(edits(files))
    if before == after:
        return
    html = difference(before, after)
    place = place_on_page(html, path)
    assert has_mark(place), (name, path)
    assert marks_outside(place) == []


@budget
@given(before=TEXTS, after=TEXTS, block=st.sampled_from(["code", "text", "caption"]))
def test_any_two_texts_are_marked(before, after, block):
    blocks = {"code": VerbatimBlock(), "text": TextBlock(), "caption": CharBlock()}
    sides = [f"<p>{escape(text)}</p>" if block == "text" else text for text in (before, after)]
    comparison = comparison_of(blocks[block], *sides)
    html = comparison.html()
    assert has_mark(BeautifulSoup(html, "html.parser")) == (before != after)


@budget
@given(data=st.data())
def test_block_that_came_or_went_or_moved_is_marked_in_its_container(files, data):
    before, after, path, kind = data.draw(rearrangements(files))
    container = place_on_page(difference(before, after), path)
    labels = container.select(".comparison__label")
    marks = [" ".join(tag.get_text() for tag in label.select(".release-mark")) for label in labels]
    assert [mark for mark in marks if mark not in ("", "changed")] == [kind]


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [("Rye", "Wheat", 1), ("", "Wheat", 1), ("Rye", "", 1), ("Rye", "Rye", 0)],
)
def test_pictures_of_changed_blocks_alone_are_drawn(files, before, after, count):
    picture = {"image": files.images[0], "decorative": False, "alt_text": "A loaf"}
    sides = [
        [stored("image", {"image": picture, "caption": caption, "link": ""})] if caption else []
        for caption in (before, after)
    ]
    html = difference([NEIGHBOUR, *sides[0]], [*sides[1]])
    assert html.count("<img ") == count
    assert "Rye.png" in html
