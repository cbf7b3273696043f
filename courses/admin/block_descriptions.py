"""What each kind of block is for, beside its name in the menu in which one is chosen.

Wagtail shows descriptions with the preview alone, which few find.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.blocks import Block, StreamBlock
from wagtail.fields import StreamField

ELEMENT_ID = "block-descriptions"


def block_descriptions() -> dict[str, str]:
    """By the name of the block, of all stream fields there are."""
    return {
        str(block.label): str(block.meta.description)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in _choices(field.stream_block)
        if getattr(block.meta, "description", "")
    }


def description_script() -> SafeString:
    return _description_script(get_language())


@cache
def _description_script(_language: str | None) -> SafeString:
    """In the language the page is in. Made once a process: blocks stand in the code."""
    return json_script(block_descriptions(), ELEMENT_ID)


def _choices(block: Block) -> Iterator[Block]:
    """What can be put into `block` or a block within it."""
    for child in getattr(block, "child_blocks", {}).values():
        if isinstance(block, StreamBlock):
            yield child
        yield from _choices(child)
    if child := getattr(block, "child_block", None):
        yield from _choices(child)
