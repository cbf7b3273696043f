"""Captions and other tracks of videos: read as authors have them, kept as WebVTT in UTF-8."""

from .exceptions import CaptionsRefusal
from .reading import Captions, read_captions

__all__ = ["Captions", "CaptionsRefusal", "read_captions"]
