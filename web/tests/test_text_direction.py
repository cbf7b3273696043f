"""Names and titles in sentences of the other direction."""

import pytest
from django.utils.safestring import SafeString

from web.text_direction import isolated, with_quotes_isolated

ARABIC = "مقدمة (2)!"


def test_a_title_is_isolated_once_and_only_where_it_has_to_be():
    assert isolated(ARABIC) == isolated(isolated(ARABIC)) == f"\u2068{ARABIC}\u2069"
    assert isolated("Rye (2)!") == "Rye (2)!"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“{}” is live.", "“\u2068{}\u2069” is live."),
        ("Page '{}' is live.", "Page '\u2068{}\u2069' is live."),
        ("<b>Page &#x27;{}&#x27;</b>", "<b>Page &#x27;\u2068{}\u2069&#x27;</b>"),
        ("“{}” and “Rye”", "“\u2068{}\u2069” and “Rye”"),
        ("{} is nobody’s title", "{} is nobody’s title"),
    ],
)
def test_what_a_sentence_quotes_is_isolated(sentence, expected):
    assert with_quotes_isolated(sentence.format(ARABIC)) == expected.format(ARABIC)


def test_html_stays_html():
    result = with_quotes_isolated(SafeString(f"<p>“{ARABIC}”</p>"))
    assert isinstance(result, SafeString)
    assert result == f"<p>“\u2068{ARABIC}\u2069”</p>"
