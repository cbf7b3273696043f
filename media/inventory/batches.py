from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

# Cloudinary describes a hundred in one call, but their names have to fit into one address.
BATCH = 50
T = TypeVar("T")


def in_batches(items: Iterable[T]) -> Iterator[list[T]]:
    """`items` in lists of up to fifty. (`itertools.batched` needs Python 3.12.)"""
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
