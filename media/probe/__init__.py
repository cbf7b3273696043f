"""What a video file says of itself: its kind, length and size, without decoding it."""

from .kinds import kind_of
from .measure import Measures, measure
from .playable import problem_of

__all__ = ["Measures", "kind_of", "measure", "problem_of"]
