"""Every text of every e-mail can be translated, and every message is on the one base."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, Token, TokenType

TEMPLATES = Path(settings.BASE_DIR) / "templates"
MAIL = sorted(path for name in ("mail", "email") for path in TEMPLATES.glob(f"**/{name}/*.*"))
MESSAGES = [path for path in MAIL if path.stem.endswith("_message")]
SUBJECTS = [path for path in MAIL if path.stem.endswith("_subject")]
# Between these is what a translator reads, or nobody.
CLOSED_BY = {
    "blocktranslate": "endblocktranslate",
    "blocktrans": "endblocktrans",
    "comment": "endcomment",
}
LETTER = re.compile(r"[^\W\d_]")
PATH = re.compile(r"(?<!\S)(/\w+)+/$")
# A text given to a template that is included, or in place of a value that is missing.
ARGUMENT = re.compile(
    r"""\w=\s*["'][^"']*[a-z]|\|\s*default\w*:\s*["'][^"']*[a-z]""", re.IGNORECASE
)


class Texts(HTMLParser):
    """What of a page people read, attributes included."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.texts += [text or "" for name, text in attrs if name in ("alt", "title", "aria-label")]


def outside_translation(source: str) -> list[Token]:
    tokens, end = [], ""
    for token in Lexer(source).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if end:
            end = "" if tag == end else end
        elif not (end := CLOSED_BY.get(tag, "")):
            tokens.append(token)
    return tokens


def untranslated(source: str, suffix: str) -> list[str]:
    tokens = outside_translation(source)
    markup = "".join(token.contents for token in tokens if token.token_type == TokenType.TEXT)
    texts = Texts(markup).texts if suffix == ".html" else markup.splitlines()
    tags = (TokenType.BLOCK, TokenType.VAR)
    arguments = [token.contents for token in tokens if token.token_type in tags]
    return [
        *(text.strip() for text in texts if LETTER.search(PATH.sub("", text))),
        *(argument for argument in arguments if ARGUMENT.search(argument)),
    ]


@pytest.mark.parametrize("path", MAIL, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_text_is_outside_translation(path):
    assert untranslated(path.read_text(), path.suffix) == []


@pytest.mark.parametrize(
    ("source", "suffix"),
    [
        ("Hello", ".txt"),
        ("{% translate 'Hello' %}, {{ name }} of ours", ".txt"),
        ("{% blocktranslate %}Hello{% endblocktranslate %} you", ".txt"),
        ("<p>Hello</p>", ".html"),
        ('<img src="{{ url }}" alt="A picture">', ".html"),
        ('{% include "mail/button.html" with url=url label="Sign in" only %}', ".html"),
        ('{{ name|default:"Somebody" }}', ".txt"),
    ],
)
def test_text_outside_is_noticed(source, suffix):
    assert untranslated(source, suffix)


@pytest.mark.parametrize(
    "source",
    [
        '<p style="margin:0">{% translate "Hello" %} {{ time|date:"j F Y" }}</p>',
        "{% blocktranslate count n=n %}one{% plural %}more{% endblocktranslate %}",
        '{% include "mail/button.html" with url=site_url|add:"/contact/" label=label only %}',
        "{{ site_url }}/contact/",
        "{% comment %} Why it is so. {% endcomment %}",
    ],
)
def test_markup_values_and_addresses_are_no_text(source):
    assert untranslated(source, ".html") == []


def test_every_subject_has_its_message_in_text_and_html():
    assert SUBJECTS
    expected = {
        path.with_name(path.name.replace("_subject.txt", f"_message{suffix}"))
        for path in SUBJECTS
        for suffix in (".txt", ".html")
    }
    assert {path for path in MESSAGES if not path.stem.startswith("base_")} == expected


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_every_message_is_on_the_one_base(path):
    base = f"mail/base{path.suffix}"
    while path != TEMPLATES / base:
        path = TEMPLATES / re.match(r'{% extends "([^"]+)" %}', path.read_text())[1]
