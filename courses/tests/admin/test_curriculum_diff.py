"""Two curricula shown as one outline."""

import pytest

from courses.comparison.folds import Fold
from courses.curriculum.diff import Line, OutlineDiff
from courses.curriculum.structure import Place, Structure
from courses.tests.comparison.marked import marked_text


def structure(*entries: str | int) -> Structure:
    """Lessons by primary key; sections as "id Title" or "id Title/Summary"."""
    result, section = Structure(), ""
    for entry in entries:
        if isinstance(entry, str):
            section, _space, text = entry.partition(" ")
            title, _slash, summary = text.partition("/")
            result.sections[section] = (title, summary)
        else:
            result.places.append(Place(entry, f"b{entry}", len(result.places) + 1, section))
    return result


def lines(before: Structure, after: Structure, **renamed: str) -> list[Line]:
    titles = {pk: (f"L{pk}", renamed.get(f"L{pk}", f"L{pk}")) for pk in range(1, 10)}
    return OutlineDiff(before, after, titles).lines


def marked_titles(before: Structure, after: Structure, **renamed: str) -> list[str]:
    return [" ".join([line.title, *line.marks]) for line in lines(before, after, **renamed)]


def test_unchanged_lines_have_no_marks():
    unchanged = structure("a First", 1, 2, "b Second", 3)
    assert marked_titles(unchanged, unchanged) == ["First", "L1", "L2", "Second", "L3"]
    assert not OutlineDiff(unchanged, unchanged, {}).has_changed


def test_removed_lines_keep_their_position():
    before = structure("a First", 1, 2, 3, "b Second", 4)
    after = structure("a First", 1, 3)
    assert marked_titles(before, after) == [
        "First",
        "L1",
        "L2 removed",
        "L3",
        "Second removed",
        "L4 removed",
    ]


def test_removed_lesson_does_not_follow_a_moved_lesson():
    before = structure("a First", 1, 2, 3, 4, 5)
    after = structure("a First", 1, 4, 5, 2)
    assert marked_titles(before, after) == ["First", "L1", "L3 removed", "L4", "L5", "L2 moved"]


def test_moved_lesson_shows_its_old_position():
    before = structure("a First", 1, 2, 3, "b Second", 4)
    moved_line = lines(before, structure("a First", 1, 3, "b Second", 4, 2))[-1]
    assert (moved_line.title, moved_line.marks, moved_line.old_place) == (
        "L2",
        ("moved",),
        "lesson 2, in “First”",
    )


def test_lesson_moved_from_above_all_sections_shows_its_number():
    moved_line = lines(structure(1, 2, "a First", 3), structure(2, "a First", 3, 1))[-1]
    assert (moved_line.title, moved_line.old_place) == ("L1", "lesson 1")


def test_section_with_another_title_is_renamed_and_with_another_summary_changed():
    before = structure("a First/Old words", 1, "b Second", 2)
    after = structure("a First/New words", 1, "b Next", 2)
    first, _one, second, _two = lines(before, after)
    assert (first.marks, first.before) == (("changed",), "")
    assert marked_text(first.summary_difference) == "[-Old-]{+New+} words"
    assert (second.marks, second.before, second.has_other_summary) == (
        ("renamed",),
        "Second",
        False,
    )


def test_summary_of_an_added_section_is_shown():
    section, _one = lines(structure(1), structure("a First/All of it", 1))
    assert (section.marks, section.summary) == (("added",), "All of it")


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (["a A", 1, 2, "b B", 3], ["b B", 3, "a A", 1, 2], ["B moved", "L3 moved"]),
        (["a A", 1, "b B", 2, 3], ["b B", 2, 3, "a A", 1], ["A moved", "L1 moved"]),
        (["a A", "b B", 1, 2], ["b B", 1, 2, "a A"], ["A moved"]),
        (["a A", "b B"], ["b B", "a A"], ["B moved"]),
        (["a A", 1, "b B", 2], ["a A", 2, "b B", 1], ["L2 moved", "L1 moved"]),
    ],
)
def test_section_that_jumped_over_others_is_moved(before, after, marked):
    titles = marked_titles(structure(*before), structure(*after))
    assert [title for title in titles if " " in title] == marked


def test_renamed_lesson_shows_its_old_title():
    unchanged = structure("a First", 1)
    (_section, lesson) = lines(unchanged, unchanged, L1="Better")
    assert (lesson.title, lesson.marks, lesson.before) == ("Better", ("renamed",), "L1")


def test_lesson_that_was_deleted_keeps_its_line():
    assert marked_titles(structure(), structure("a First", 99)) == [
        "First added",
        "(a lesson that no longer exists) added",
    ]


def test_adjacent_lines_without_marks_are_folded():
    before = structure("a First", 1, 2, 3, 4)
    diff = OutlineDiff(before, structure("a First", 1, 2, 4), dict.fromkeys(range(5), ("L", "L")))
    assert [entry.count if isinstance(entry, Fold) else entry.marks for entry in diff.folded] == [
        (),
        2,
        ("removed",),
        1,
    ]
