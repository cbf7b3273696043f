"""The pictures, documents and videos that drafts show: none of them goes live unseen either.

A file can be changed without any new revision of the pages that show it. So what a file is belongs
to what was seen (`Changes.fingerprint`), and who may not publish leaves alone what a release shows,
as long as it is open or can be restored (`media.published_files`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from wagtail.blocks import Block, ChooserBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page, Revision
from wagtail.rich_text import extract_references_from_rich_text

from media.file_fingerprints import FileKey, kind_of, states
from media.published_files import with_poster_videos


def files_by_page(revision_ids: Iterable[int | None]) -> dict[int, set[FileKey]]:
    """What each of the pages shows in that revision, by the page's primary key. One query."""
    queryset = Revision.objects.filter(pk__in=[pk for pk in revision_ids if pk])
    revisions = queryset.select_related("content_type").only("object_id", "content", "content_type")
    return {int(revision.object_id): set(_files_of(revision)) for revision in revisions}


def file_states(revision_ids: Iterable[int | None]) -> list[str]:
    """What the files of these revisions are now, in a fixed order. Queries grow with none."""
    return states(set().union(*files_by_page(revision_ids).values()))


def protected_pages_showing(item: Model) -> QuerySet[Page]:
    """Pages that show `item` in a release that somebody looks at, has approved, or can restore."""
    tokens = (_token(kind_of(type(file), file.pk)) for file in with_poster_videos(item))
    condition = reduce(or_, (Q(files__contains=token) for token in tokens))
    items = apps.get_model("courses", "CourseReleaseItem").objects.filter(condition)
    protected_items = items.filter(
        release__in=apps.get_model("courses", "CourseRelease").objects.protected()
    )
    return Page.objects.filter(pk__in=protected_items.values("page"))


def files_text(files: Iterable[FileKey]) -> str:
    """For `CourseReleaseItem.files`."""
    return "".join(sorted(map(_token, files)))


def _token(file: FileKey) -> str:
    return f" {file[0]}:{file[1]} "


def _files_of(revision: Revision) -> Iterator[FileKey]:
    for field in revision.content_type.model_class()._meta.fields:
        raw = revision.content.get(field.attname, revision.content.get(field.name))
        for model, pk in _field_references(field, raw):
            if kind := kind_of(model, pk):
                yield kind


def _field_references(field, raw: object) -> Iterator[tuple[type[Model], object]]:
    if isinstance(field, StreamField):
        yield from block_references(field.stream_block, json.loads(raw or "[]"))
    elif isinstance(field, RichTextField):
        yield from _text_references(raw)
    elif field.is_relation and raw:
        yield field.related_model, raw


def block_references(block: Block, raw: object) -> Iterator[tuple[type[Model], object]]:
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


def _text_references(raw: object) -> Iterator[tuple[type[Model], object]]:
    for kind, pk, *_place in extract_references_from_rich_text(raw or ""):
        yield kind, pk
