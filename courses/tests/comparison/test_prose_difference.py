"""Rich text, paragraph by paragraph."""

import pytest
from bs4 import BeautifulSoup

from courses.comparison.prose import rich_paragraphs
from courses.comparison.prose_difference import ProseDifference
from courses.comparison.references import References

from .marked import marked_text


def difference(before: str, after: str) -> str:
    sides = rich_paragraphs(before), rich_paragraphs(after)
    return ProseDifference(*sides, References(())).html()


def paragraphs(before: str, after: str) -> list[str]:
    soup = BeautifulSoup(difference(before, after), "html.parser")
    return [marked_text(str(part)) for part in soup.select(".comparison__paragraph")]


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        (
            "<p>One.</p><p>Two.</p><p>Three.</p>",
            "<p>One.</p><p>Two!</p><p>Three.</p>",
            ["One.", "Two[-.-]{+!+}", "Three."],
        ),
        ("<p>One.</p>", "<p>One.</p><p>Wholly new.</p>", ["One.", "{+Wholly new.+}"]),
        (
            "<p>Everything about rye.</p>",
            "<p>Nothing, but wheat!</p>",
            ["[-Everything about rye.-]", "{+Nothing, but wheat!+}"],
        ),
        (
            "<p>First.</p><p>Second one.</p><p>Third thing.</p>",
            "<p>Second one.</p><p>Third thing.</p><p>First.</p>",
            ["Second one.", "Third thing.", "First. <moved>"],
        ),
        (
            "<ul><li>Rye</li><li>Salt</li></ul>",
            "<ul><li>Rye</li><li>Water</li><li>Salt</li></ul>",
            ["Rye", "{+Water+}", "Salt"],
        ),
        ("<p>A <b>b</b></p>", "<p>A b</p>", ["A b (formatting: bold removed from “b”)"]),
        ("<p>A b</p>", "<p><i>A</i> b</p>", ["A b (formatting: italic added on “A”)"]),
        ("<p>baker</p>", "<p><b>bak</b>er</p>", ["baker (formatting: bold added on “bak”)"]),
        ("<p>A b</p>", "<h2>A b</h2>", ["heading 2 A b (formatting: paragraph → heading 2)"]),
        (
            "<ul><li>A b</li></ul>",
            "<ol><li>A b</li></ol>",
            ["numbered item A b (formatting: bullet → numbered item)"],
        ),
        (
            "<ul><li>A</li><li>B</li></ul>",
            "<ul><li>A<ul><li>B</li></ul></li></ul>",
            ["A", "B (list level: 1 → 2)"],
        ),
        ("<p>A b</p>", "<p>A  b</p>", ["A {+·+}b"]),
        ("<p>A<br/>b c</p>", "<p>A b c</p>", ["A[-↵ -]{+·+}b c"]),
        ("<p>A</p>", "<p>A</p><hr/>", ["A", "{+(horizontal line)+}"]),
        ("<p>A</p>", "<p>A</p><p></p>", ["A", "{+(empty paragraph)+}"]),
        (
            '<p>See <a href="https://a.example/">that</a>.</p>',
            '<p>See <a href="https://b.example/">that</a>.</p>',
            ["See that[- [→ https://a.example/]-]{+ [→ https://b.example/]+}."],
        ),
        (
            "<p>See that.</p>",
            '<p>See <a href="https://b.example/">that</a>.</p>',
            ["See that{+ [→ https://b.example/]+}. (formatting: link added on “that”)"],
        ),
    ],
)
def test_change_is_marked_at_its_paragraph(before, after, marked):
    assert paragraphs(before, after) == marked


def test_keys_of_the_editor_are_no_change():
    before, after = '<p data-block-key="a1">One.</p>', '<p data-block-key="zz">One.</p>'
    assert rich_paragraphs(before) == rich_paragraphs(after)
    assert rich_paragraphs('<p data-block-key="a1"></p>') == rich_paragraphs("")


def test_formatting_is_shown():
    html = difference("<p>A</p>", "<p>A <b>bold</b> <code>name</code></p>")
    assert "<strong>bold</strong>" in html
    assert "<code>name</code>" in html


def test_unchanged_paragraphs_far_from_a_change_are_folded():
    before = "".join(f"<p>Paragraph {number}.</p>" for number in range(9))
    html = difference(before, f"{before}<p>The last one.</p>")
    assert "8 unchanged paragraphs" in html


def test_what_people_wrote_is_escaped():
    html = difference("<p>A</p>", '<p>A &lt;script&gt; <a href="javascript:&quot;x">b</a></p>')
    assert "<script>" not in html
    assert 'href="' not in html


def test_what_is_no_html_is_shown_as_it_is():
    assert "{+<![x[ ]]>+}" in marked_text(difference("<p>A b c</p>", "<![x[ ]]>"))


def test_deeply_nested_markup_is_read():
    deep = "<b>" * 5_000 + "word" + "</b>" * 5_000
    assert [token.text for token in rich_paragraphs(deep)[0].tokens] == ["word"]
