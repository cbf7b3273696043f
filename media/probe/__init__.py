"""What a video file says of itself: its kind, length and size, without decoding it."""

from .kinds import is_video, kind_of
from .measure import Measures, measure

__all__ = ["Measures", "is_video", "kind_of", "measure"]
