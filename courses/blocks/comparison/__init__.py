"""Two versions of blocks beside one another.

`values`, `media`, `tables` and `containers` compare a kind of block each, as it is stored: keys of
what no longer exists are still there, and no query is needed to read it. A block that is compared
otherwise names its class in `get_comparison_class()`.
"""

from . import containers, media, tables, values
from .stream_field import BodyComparison
from .values import CodeComparison

__all__ = ["BodyComparison", "CodeComparison", "containers", "media", "tables", "values"]
