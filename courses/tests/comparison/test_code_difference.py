"""Code, line by line."""

import pytest
from bs4 import BeautifulSoup

from courses.comparison.code_difference import code_difference

from .marked import marked_text


def lines(before: str, after: str) -> list[str]:
    soup = BeautifulSoup(code_difference(before, after), "html.parser")
    return [marked_text(str(line)) for line in soup.select(".comparison__line")]


def test_statement_moved_out_of_its_block_is_marked():
    before = "if x:\n    y()\n    return 1"
    assert lines(before, "if x:\n    y()\nreturn 1") == [
        "if x:",
        "y()",
        "[-····-]return 1 (indentation: 4 spaces → none)",
    ]


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("a\nb", "a\n\nb", ["a", "{+↵ +}", "b"]),
        ("\ta", "  a", ["[-→-]{+··+}a (indentation: 1 tab → 2 spaces)"]),
        ("a ", "a", ["a[-·-]"]),
        ("a  b", "a b", ["a [-·-]b"]),
        ("a", "a\n", ["a", "{+↵ +}"]),
        ("a\n", "a", ["a", "[-↵ -]"]),
        ("a\u200b = 1", "a = 1", ["a[-[U+200B]-] = 1"]),
        ("a\r", "a", ["a[-[U+000D]-]"]),
        ("\u00a0a", " a", ["[-[U+00A0]-]{+·+}a (indentation: [U+00A0] → 1 space)"]),
        ("f(x)", "f(y)", ["f([-x-]{+y+})"]),
        ("first()\nsecond()", "second()\nfirst()", ["{+second()+}", "first()", "[-second()-]"]),
        ("", "x = 1", ["[-↵ -]", "{+x = 1+}"]),
    ],
)
def test_change_of_a_line_is_marked(before, after, marked):
    assert lines(before, after) == marked


def test_indentation_and_blanks_of_lines_are_kept():
    html = code_difference("a\n    b  c", "x\n    b  c")
    assert '<div class="comparison__line">    b  c</div>' in html


def test_white_space_is_told_in_words_to_those_who_hear_it():
    html = code_difference("        a", "a")
    assert '<span class="w-sr-only">8 spaces</span><span aria-hidden="true">········</span>' in html


def test_unchanged_lines_far_from_a_change_are_folded():
    code = "\n".join(f"line_{number}" for number in range(30))
    html = code_difference(code, code.replace("line_15", "row_15"))
    summaries = BeautifulSoup(html, "html.parser").select("summary")
    assert [summary.get_text() for summary in summaries] == [
        "12 unchanged lines",
        "11 unchanged lines",
    ]


def test_code_is_escaped():
    html = code_difference("<b>\n<i>", "<script>\n<i>")
    assert "<script>" not in html
    assert "<i>" not in html
