"""Reading through blocks, those inside others included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue, StructValue

from media.models import Video

from .media import VideoBlock


def walk(blocks: Iterable[StreamValue.StreamChild]) -> Iterator[StreamValue.StreamChild]:
    """Every block in reading order, containers before what they hold."""
    for child in blocks:
        yield child
        if isinstance(child.value, StructValue):
            for value in child.value.values():
                if isinstance(value, StreamValue):
                    yield from walk(value)


def videos_in(blocks: Iterable[StreamValue.StreamChild]) -> list[Video]:
    """The videos that `blocks` show, each with all that its player needs.

    They are the blocks' own objects, so that showing them costs no query for each.
    """
    values = [child.value["video"] for child in walk(blocks) if isinstance(child.block, VideoBlock)]
    videos = [video for video in values if video]
    prefetch_related_objects(videos, "tracks", "poster")
    return videos
