"""Caches that do not work, as the setting `CACHES` has them."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def redis_at(port: int, prefix: str = "site") -> dict:
    """As production has it."""
    return {
        "BACKEND": "web.cache.redis.RedisCache",
        "LOCATION": f"redis://:secret@127.0.0.1:{port}/0",
        "KEY_PREFIX": prefix,
        "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    }


def stopped_redis(prefix: str = "site") -> dict:
    """Nobody listens there: the port was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return redis_at(port, prefix)


@contextmanager
def hung_redis() -> Iterator[dict]:
    """It is connected to, and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield redis_at(server.getsockname()[1])


def files_below(folder: Path) -> dict:
    return {"BACKEND": "web.cache.file_based.FileCache", "LOCATION": folder}


def files_nowhere(tmp_path: Path) -> dict:
    """Below a file: no folder can be made there, not even by root."""
    (tmp_path / "file").write_text("")
    return files_below(tmp_path / "file" / "cache")
