"""Who may make pictures: not the public pages, whose readers would wait for them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# The renditions a public page lacks: of which image, in which specs.
Missing = list[tuple[int, str]]
_missing: ContextVar[Missing | None] = ContextVar("missing_renditions", default=None)


def missing_renditions() -> Missing | None:
    """Where to write down what is missing while a public page is made. None in the admin, in
    commands and in the worker: there it is made at once."""
    return _missing.get()


@contextmanager
def without_making() -> Iterator[Missing]:
    """What is missing meanwhile is in the list it gives."""
    token = _missing.set([])
    try:
        yield _missing.get()
    finally:
        _missing.reset(token)
