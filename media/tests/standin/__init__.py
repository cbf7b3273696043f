"""A server that speaks Cloudinary's protocol, for tests: no test ever talks to the real one.

It knows of Cloudinary what its documentation and SDK tell. Whether the real one agrees is what
`pytest -m live` is for.
"""

from .faults import Fault
from .server import StandIn
from .store import Asset

__all__ = ["Asset", "Fault", "StandIn"]
