"""Lines of text, word by word."""

import pytest

from courses.comparison.words import text_difference

from .marked import marked_text


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Old words here.", "New words here.", "[-Old-]{+New+} words here."),
        ("Bake the old loaf", "Bake a new loaf", "Bake [-the old-]{+a new+} loaf"),
        ("Wait for 5 hours", "Wait for 9 hours", "Wait for [-5-]{+9+} hours"),
        ("A loaf", "A  loaf", "A {+·+}loaf"),
        ("A loaf ", "A loaf", "A loaf[-·-]"),
        ("A loaf", "A\u00a0loaf", "A[-·-]{+[U+00A0]+}loaf"),
        ("sourdough", "rye-bread", "[-sourdough-] → {+rye-bread+}"),
        ("", "Rye", "(empty) → {+Rye+}"),
        ("Rye", "", "[-Rye-] → (empty)"),
        ("All about rye", "Nothing but wheat now", "[-All about rye-] → {+Nothing but wheat now+}"),
        ("酵母を使う", "塩を使う", "[-酵母を使う-] → {+塩を使う+}"),
    ],
)
def test_text_difference(before, after, marked):
    assert marked_text(text_difference(before, after)) == marked


def test_marks_are_elements_with_words_for_those_who_hear_them():
    assert text_difference("Old words", "New words") == (
        '<del><span class="w-sr-only">[removed:] </span>Old</del>'
        '<ins><span class="w-sr-only">[added:] </span>New</ins> words'
    )


def test_text_is_escaped():
    html = text_difference("<b>Bold</b> words", "<script>Bold</script> words")
    assert "<script>" not in html
    assert "<b>" not in html


def test_very_long_text_is_compared_at_once():
    before, after = "the " * 20_000 + "old", "a the " * 20_000 + "new"
    assert "<ins>" in text_difference(before, after)
