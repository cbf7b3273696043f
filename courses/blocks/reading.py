"""Reading through blocks, those inside others included."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

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


@dataclass(frozen=True)
class BodyPart:
    """Blocks that follow one another: without a video, or one with a video somewhere in it."""

    blocks: list[StreamValue.StreamChild]
    has_video: bool


def parts_of(body: StreamValue) -> list[BodyPart]:
    """`body` in order. What a player shows is of one person, the rest is the same for all."""
    videos_in(body)  # all at once: a player asks for nothing more
    return [BodyPart([*blocks], has_video) for has_video, blocks in groupby(body, key=_has_video)]


def videos_in(blocks: Iterable[StreamValue.StreamChild]) -> list[Video]:
    """The videos that `blocks` show, each with all that its player needs.

    They are the blocks' own objects, so that showing them costs no query for each.
    """
    values = [child.value["video"] for child in walk(blocks) if isinstance(child.block, VideoBlock)]
    videos = [video for video in values if video]
    prefetch_related_objects(videos, "tracks", "poster")
    return videos


def _has_video(block: StreamValue.StreamChild) -> bool:
    return any(isinstance(child.block, VideoBlock) for child in walk([block]))
