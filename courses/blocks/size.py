"""How large the body of a page may become: more than anybody reads at once, and less than what the
server takes in one request (`DATA_UPLOAD_MAX_…`), so that it is told beside the text in the editor.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError

MAX_BLOCKS, MAX_LETTERS = 1_000, 1_000_000


class LimitedSize:
    """For the stream block that is the body of a page. Blocks inside of others count as well."""

    def clean(self, value: StreamValue, **options: object) -> StreamValue:
        if message := too_large(self.get_prep_value(value)):
            raise StreamBlockValidationError(non_block_errors=[ValidationError(message)])
        return super().clean(value, **options)


def too_large(body: list[dict]) -> str:
    """What is too much of `body`, as a StreamField stores it, and what to do. "" if nothing is."""
    block_count = sum(1 for _block in _blocks(body))
    if block_count > MAX_BLOCKS:
        return _(
            "There are %(number)s blocks here; %(most)s at most can be saved on one page. Move some"
            " of them to another page."
        ) % {"number": _grouped(block_count), "most": _grouped(MAX_BLOCKS)}
    letter_count = sum(len(text) for text in _texts(body))
    if letter_count > MAX_LETTERS:
        return _(
            "The text has %(number)s characters; %(most)s at most can be saved on one page. Move"
            " some of it to another page."
        ) % {"number": _grouped(letter_count), "most": _grouped(MAX_LETTERS)}
    return ""


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)


def _blocks(value: object) -> Iterator[dict]:
    for part in _parts(value):
        if isinstance(part, dict) and {"type", "value"} <= part.keys():
            yield part
        yield from _blocks(part)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in _parts(value):
        yield from _texts(part)


def _parts(value: object) -> list:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, list | tuple) else []
