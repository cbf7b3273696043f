"""Lists, streams and structs of any kind, such as blocks to come may be made of."""

import pytest
from bs4 import BeautifulSoup
from wagtail import blocks

from courses.blocks.comparison.base import comparison_of
from courses.comparison.references import References

from .marked import marked_text


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Title")
    minutes = blocks.IntegerBlock(required=False, label="Minutes")
    text = blocks.TextBlock(required=False, label="Text")
    days = blocks.MultipleChoiceBlock(
        choices=[("mo", "Monday"), ("tu", "Tuesday")], required=False, label="Days"
    )
    is_optional = blocks.BooleanBlock(required=False, default=True, label="Optional")


STEPS = blocks.ListBlock(StepBlock(label="Step"))


def difference(block: blocks.Block, before: object, after: object) -> list[str]:
    """One text for each block, and for each fold."""
    comparison = comparison_of(block, before, after)
    comparison.references = References(comparison.wanted())
    soup = BeautifulSoup(comparison.html(), "html.parser")
    return [marked_text(str(part)) for part in soup.find_all(["div", "details"], recursive=False)]


def entry(name: str, value: object, type: str = "item") -> dict:
    return {"type": type, "id": name, "value": value}


def step(title: str, **values) -> dict:
    return {"title": title, "minutes": None, "text": "", "days": [], "is_optional": True, **values}


def test_child_of_a_list_is_compared_at_its_place():
    before = [entry("a", step("Mix", minutes=5)), entry("b", step("Bake"))]
    after = [entry("a", step("Mix", minutes=9, days=["tu"])), entry("b", step("Bake"))]
    assert difference(STEPS, before, after) == [
        "Step <changed> Title Mix Minutes [-5-] → {+9+} Days (empty) → {+Tuesday+} Optional yes",
        "1 unchanged block Step Title Bake Optional yes",
    ]


def test_children_that_came_went_and_moved():
    before = [entry(name, step(name)) for name in "abcd"]
    after = [entry(name, step(name)) for name in "cadx"]
    assert [text.partition(" Title")[0] for text in difference(STEPS, before, after)] == [
        "Step <moved>",
        "1 unchanged block Step",
        "Step <removed>",
        "1 unchanged block Step",
        "Step <added>",
    ]


def test_lists_that_were_stored_without_ids_are_compared_by_what_they_say():
    block = blocks.ListBlock(blocks.CharBlock(label="Item"))
    assert difference(block, ["Rye", "Wheat flour"], ["Spelt", "Rye", "White wheat flour"]) == [
        "Item <added> Spelt",
        "1 unchanged block Item Rye",
        "Item <changed> [-Wheat-]{+White wheat+} flour",
    ]


def test_blocks_that_were_given_new_ids_are_compared_by_what_they_say():
    before = [entry("old", step("Mix the dough")), entry("old-2", step("Bake a loaf"))]
    after = [entry("new", step("Mix a dough")), entry("new-2", step("Bake a loaf"))]
    first, second = difference(STEPS, before, after)
    assert first.startswith("Step <changed> Title Mix [-the-]{+a+} dough")
    assert second.startswith("1 unchanged block")


def test_two_blocks_of_one_id_are_both_shown():
    before = [entry("a", step("Mix")), entry("a", step("Bake"))]
    after = [entry("a", step("Mix")), entry("a", step("Bake well"))]
    assert len(difference(STEPS, before, after)) == 2


def test_child_that_was_added_to_a_block_later_has_its_default():
    old_value = {"title": "Mix"}
    assert not comparison_of(StepBlock(), old_value, step("Mix")).has_changed()
    assert comparison_of(StepBlock(), old_value, step("Mix", is_optional=False)).has_changed()


def test_block_that_became_another_kind_of_block_came_and_went():
    block = blocks.StreamBlock(
        [("note", blocks.CharBlock(label="Note")), ("tip", blocks.CharBlock(label="Tip"))]
    )
    before, after = [entry("a", "Mix", "note")], [entry("a", "Mix", "tip")]
    assert difference(block, before, after) == ["Note <removed> Mix", "Tip <added> Mix"]


@pytest.mark.parametrize("value", [None, [], [entry("a", "Mix", "gone")]])
def test_blocks_of_a_kind_that_is_gone_are_passed_over(value):
    block = blocks.StreamBlock([("note", blocks.CharBlock(label="Note"))])
    assert difference(block, value, [entry("b", "Mix", "note")]) == ["Note <added> Mix"]


def test_text_of_many_lines_is_compared_line_by_line():
    before = step("Mix", text="One line.\nAnother line.")
    after = step("Mix", text="One line.\nAnother row.")
    comparison = comparison_of(StepBlock(), before, after)
    assert "One line. Another [-line-]{+row+}." in marked_text(comparison.html())
