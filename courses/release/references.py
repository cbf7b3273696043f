"""What a revision refers to: files, pages, the category, teachers. Read as it is stored."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import Field, Model
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision
from wagtail.rich_text import extract_references_from_rich_text

Reference = tuple[type[Model], object]  # a model and what is stored as a primary key


def references_of(revision: Revision) -> Iterator[Reference]:
    """In the order of the fields; the same twice if it is there twice. Asks the database nothing,
    if the revision's content type is known."""
    model = revision.content_type.model_class()
    yield from _references_in(_own_fields(model), revision.content)
    for relation in get_all_child_relations(model):
        name = relation.get_accessor_name()
        children = [] if name == COMMENTS_RELATION_NAME else revision.content.get(name) or []
        fields = [field for field in relation.related_model._meta.fields if field != relation.field]
        for child in children:
            yield from _references_in(fields, child)


def _own_fields(model: type[Model]) -> list[Field]:
    """What Wagtail keeps of every page is not content."""
    return [field for field in model._meta.fields if field.model is not Page]


def _references_in(fields: list[Field], content: dict) -> Iterator[Reference]:
    for field in fields:
        yield from _field_references(field, content.get(field.attname, content.get(field.name)))


def _field_references(field: Field, raw: object) -> Iterator[Reference]:
    if isinstance(field, StreamField):
        yield from block_references(field.stream_block, json.loads(raw or "[]"))
    elif isinstance(field, RichTextField):
        yield from _text_references(raw)
    elif field.is_relation and raw:
        yield field.related_model, raw


def block_references(block: Block, raw: object) -> Iterator[Reference]:
    """As the blocks' own `extract_references()`, which asks the database for each page."""
    if isinstance(block, ChooserBlock):
        yield block.model_class, raw
    elif isinstance(block, RichTextBlock):
        yield from _text_references(raw)
    else:
        for child, value in _child_values(block, raw or ()):
            yield from block_references(child, value)


def _child_values(block: Block, raw: list | dict) -> Iterator[tuple[Block, object]]:
    """Blocks that hold others, as they are stored."""
    if isinstance(block, StructBlock):
        yield from ((child, raw.get(name)) for name, child in block.child_blocks.items() if raw)
    elif isinstance(block, ListBlock):
        yield from ((block.child_block, item["value"]) for item in raw)
    elif isinstance(block, StreamBlock):
        known_items = (item for item in raw if item["type"] in block.child_blocks)
        yield from ((block.child_blocks[item["type"]], item["value"]) for item in known_items)


def _text_references(raw: object) -> Iterator[Reference]:
    for kind, pk, *_place in extract_references_from_rich_text(raw or ""):
        yield kind, pk
