"""Whether a video would play: it is whole, has pictures, and in a form that browsers know."""

from __future__ import annotations

import struct
from typing import BinaryIO

from django.utils.translation import gettext as _

from . import mp4, webm
from .kinds import HEAD, kind_of


def problem_of(file: BinaryIO) -> str:
    """Why this MP4 or WebM would not play, and what to do, as a sentence; empty where it would.

    Reads what stands before and after the pictures, never these.
    """
    file.seek(0)
    kind = kind_of(file.read(HEAD))
    try:
        return _of_mp4(file) if kind == "mp4" else _of_webm(file) if kind == "webm" else ""
    except (struct.error, ValueError, OverflowError, EOFError):
        return _damaged()


def _of_mp4(file: BinaryIO) -> str:
    contents = mp4.contents(file)
    if not contents.is_whole:
        return _cut_off()
    if "vide" not in contents.handlers:
        return _sound_only()
    if contents.codecs and not contents.codecs & mp4.PLAYED:
        codec = min(contents.codecs)
        return _("No browser plays its pictures (%s). Export it as MP4 (H.264).") % codec
    return ""


def _of_webm(file: BinaryIO) -> str:
    contents = webm.contents(file)
    if not contents.is_whole:
        return _cut_off()
    return "" if contents.has_pictures else _sound_only()


def _cut_off() -> str:
    return _("This video is cut off: its end is missing. Export or copy it again, and upload that.")


def _damaged() -> str:
    return _("This video is damaged and cannot be read. Export it again as MP4 (H.264).")


def _sound_only() -> str:
    return _("This file has sound but no pictures. Choose the video, or export it with pictures.")
