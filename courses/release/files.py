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

from media.file_fingerprints import Shown, kind_of, states
from media.published_files import with_what_it_adorns


def shown_by(revision_ids: Iterable[int | None]) -> dict[int, set[Shown]]:
    """What each of the pages shows in that revision, by the page's primary key. One query."""
    wanted = Revision.objects.filter(pk__in=[pk for pk in revision_ids if pk])
    rows = wanted.select_related("content_type").only("object_id", "content", "content_type")
    return {int(row.object_id): set(_shown(row)) for row in rows}


def seen(revision_ids: Iterable[int | None]) -> list[str]:
    """What the files of these revisions are now, in a fixed order. Queries grow with none."""
    return states(set().union(*shown_by(revision_ids).values()))


def pages_kept_showing(item: Model) -> QuerySet[Page]:
    """Pages that show `item` in a release that somebody looks at, has approved, or can restore."""
    words = (_word(kind_of(type(each), each.pk)) for each in with_what_it_adorns(item))
    named = reduce(or_, (Q(files__contains=word) for word in words))
    items = apps.get_model("courses", "CourseReleaseItem").objects.filter(named)
    kept = items.filter(release__in=apps.get_model("courses", "CourseRelease").objects.kept())
    return Page.objects.filter(pk__in=kept.values("page"))


def written_down(shown: Iterable[Shown]) -> str:
    """For `CourseReleaseItem.files`."""
    return "".join(sorted(map(_word, shown)))


def _word(shown: Shown) -> str:
    return f" {shown[0]}:{shown[1]} "


def _shown(revision: Revision) -> Iterator[Shown]:
    for field in revision.content_type.model_class()._meta.fields:
        raw = revision.content.get(field.attname, revision.content.get(field.name))
        for model, pk in _chosen_in(field, raw):
            if kind := kind_of(model, pk):
                yield kind


def _chosen_in(field, raw: object) -> Iterator[tuple[type[Model], object]]:
    if isinstance(field, StreamField):
        yield from chosen(field.stream_block, json.loads(raw or "[]"))
    elif isinstance(field, RichTextField):
        yield from _in_text(raw)
    elif field.is_relation and raw:
        yield field.related_model, raw


def chosen(block: Block, raw: object) -> Iterator[tuple[type[Model], object]]:
    """As the blocks' own `extract_references()`, which asks the database for each page."""
    if isinstance(block, ChooserBlock):
        yield block.model_class, raw
    elif isinstance(block, RichTextBlock):
        yield from _in_text(raw)
    else:
        for child, value in _within(block, raw or ()):
            yield from chosen(child, value)


def _within(block: Block, raw: list | dict) -> Iterator[tuple[Block, object]]:
    """Blocks that hold others, as they are stored."""
    if isinstance(block, StructBlock):
        yield from ((child, raw.get(name)) for name, child in block.child_blocks.items() if raw)
    elif isinstance(block, ListBlock):
        yield from ((block.child_block, each["value"]) for each in raw)
    elif isinstance(block, StreamBlock):
        known = (each for each in raw if each["type"] in block.child_blocks)
        yield from ((block.child_blocks[each["type"]], each["value"]) for each in known)


def _in_text(raw: object) -> Iterator[tuple[type[Model], object]]:
    for kind, pk, *_place in extract_references_from_rich_text(raw or ""):
        yield kind, pk
