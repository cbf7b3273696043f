"""Rich text that the editor gives back as it got it.

Opening and saving a page runs its rich text through Wagtail's `ContentstateConverter`, which
drops or moves what it does not know. So text is run through it here until it no longer changes,
and is refused (`UnstableRichTextError`) if a word went missing on the way.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from html import unescape

import nh3
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from courses.blocks.text import INLINE, PROSE
from courses.models import CoursePage

TAGS = {
    *("p", "h2", "h3", "h4", "b", "i", "code", "sup", "sub", "s", "a", "ul", "ol", "li"),
    *("hr", "br", "blockquote"),
}
SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
MAX_ROUNDS = 5
_KEY = re.compile(r'data-block-key="[^"]*"')
_TAG = re.compile(r"<[^>]+>")


class UnstableRichTextError(ValueError):
    """The editor would change this text."""


def prose(html: str) -> str:
    return _settle(html, tuple(PROSE))


def cell(html: str) -> str:
    return _settle(html, tuple(INLINE))


def course_description(html: str) -> str:
    return _settle(html, tuple(CoursePage._meta.get_field("description").features))


def plain_text(html: str) -> str:
    """The text of `html`, white space evened out."""
    return " ".join(unescape(_TAG.sub(" ", html)).split())


@cache
def _converter(features: tuple[str, ...]) -> ContentstateConverter:
    return ContentstateConverter(list(features))


def _settle(html: str, features: tuple[str, ...]) -> str:
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None
    )
    # The converter takes a bare <br> for one that is never closed.
    before = clean.replace("<br>", "<br/>").replace("<hr>", "<hr/>")
    for _round in range(MAX_ROUNDS):
        after = _with_fixed_keys(_round_trip(before, features))
        if after == before:
            break
        before = after
    else:
        raise UnstableRichTextError(html)
    if "".join(plain_text(after).split()) != "".join(plain_text(html).split()):
        raise UnstableRichTextError(html)
    return after


def _round_trip(html: str, features: tuple[str, ...]) -> str:
    converter = _converter(features)
    try:
        return converter.to_database_format(converter.from_database_format(html))
    except AssertionError as error:
        raise UnstableRichTextError(html) from error


def _with_fixed_keys(html: str) -> str:
    """Draftail's block keys, made from content and place instead of by chance."""
    parts = _KEY.split(html)
    pieces = parts[:1]
    for number, part in enumerate(parts[1:]):
        key = sha256(f"{number}{part}".encode()).hexdigest()[:5]
        pieces.append(f'data-block-key="{key}"{part}')
    return "".join(pieces)
