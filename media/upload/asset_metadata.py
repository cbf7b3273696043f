"""What becomes known of a video's file, from whoever tells it and in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .. import probe
from ..models import VideoAsset
from ..models.assets import CONTENT_TYPES
from .cloudinary_videos import HLS, MP4

# The largest numbers that columns hold; of the big ones, those that JSON tells exactly.
COLUMN, BIG_COLUMN = 2**31 - 1, 2**53 - 1


@dataclass(frozen=True)
class Facts:
    """Each None or False where it is not known. `failure` is what Cloudinary says went wrong."""

    format: str | None = None
    version: int | None = None
    size: int | None = None
    duration: int | None = None
    width: int | None = None
    height: int | None = None
    mp4_ready: bool = False
    hls_ready: bool = False
    failure: str = ""

    @classmethod
    def of_file(cls, file: BinaryIO, format: str) -> Facts:
        measures = probe.measure(file)
        return cls(
            format=format,
            size=file.seek(0, 2),
            duration=measures.duration,
            width=measures.width,
            height=measures.height,
        )

    @classmethod
    def of_description(cls, description: dict) -> Facts:
        """From what Cloudinary says of a video: by API, by webhook. Odd values are passed over."""
        transformations = [
            *_made_transformations(description.get("derived")),
            *_made_transformations(description.get("eager")),
        ]
        seconds = _number(description.get("duration"))
        format = str(description.get("format"))
        return cls(
            format=format if format in CONTENT_TYPES else None,
            version=_number(description.get("version"), BIG_COLUMN),
            size=_number(description.get("bytes"), BIG_COLUMN),
            duration=seconds and max(seconds, 1),
            width=_number(description.get("width")),
            height=_number(description.get("height")),
            mp4_ready=MP4 in transformations,
            hls_ready=HLS in transformations,
            failure=_failure(description),
        )


@transaction.atomic
def record_metadata(asset: VideoAsset, facts: Facts) -> VideoAsset:
    """Write down what is new. Safe to call again, and with old news: nothing ready is undone."""
    change = asset.change
    asset = VideoAsset.objects.select_for_update().get(pk=asset.pk)
    asset.change = change
    is_old = facts.version and asset.version and facts.version < asset.version
    if not is_old:
        for field in fields(facts):
            value = getattr(facts, field.name)
            if value not in (None, False, "") and field.name not in {"failure", "format"}:
                setattr(asset, field.name, value)
        if facts.format and facts.format != asset.format:
            asset.take_format(facts.format)
    asset.status, asset.error = _status_and_error(asset, facts)
    asset.save()
    return asset


def _status_and_error(asset: VideoAsset, facts: Facts) -> tuple[str, str]:
    states = VideoAsset.Status
    # Refused once, it stays so: news of its MP4 come later.
    is_new = asset.status in {states.UPLOADING, states.FAILED}
    if asset.size and asset.size > settings.VIDEO_MAX_SIZE and is_new:
        message = _("This video has %(size)s, the most is %(most)s.") % {
            "size": filesizeformat(asset.size),
            "most": filesizeformat(settings.VIDEO_MAX_SIZE),
        }
        return states.FAILED, message
    if asset.mp4_ready or not asset.is_remote or asset.status == states.READY:
        return states.READY, ""
    if facts.failure:
        return states.FAILED, facts.failure
    return (asset.status, asset.error) if asset.error else (states.PROCESSING, "")


def _made_transformations(entries: object) -> list[str]:
    """The transformations that are made, among those a description lists."""
    derived = [entry for entry in entries if isinstance(entry, dict)] if _is_list(entries) else []
    return [
        str(entry.get("transformation")).partition("/")[0]
        for entry in derived
        # Said of those to come alone, or left out where the address is enough of an answer.
        if str(entry.get("status", "complete")) == "complete"
    ]


def _failure(description: dict) -> str:
    entries = description.get("eager") if _is_list(description.get("eager")) else []
    if description.get("is_audio") is True:
        return _("This file has sound but no pictures. Choose the video, or export it with them.")
    candidates = [entry for entry in [description, *entries] if isinstance(entry, dict)]
    for entry in candidates:
        if str(entry.get("status")) in {"failed", "error"}:
            reason = entry.get("reason") or _("Cloudinary could not read this video.")
            return str(reason).replace("\0", "")[:255]
    return ""


def _number(value: object, most: int = COLUMN) -> int | None:
    """A whole number that a column holds, or None."""
    is_number = isinstance(value, int | float | str) and not isinstance(value, bool)
    try:
        number = round(float(value)) if is_number else None
    except (ValueError, OverflowError):
        return None
    return number if number is not None and 0 < number <= most else None


def _is_list(value: object) -> bool:
    return isinstance(value, list)
