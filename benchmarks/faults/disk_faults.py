"""A disk that is full or read-only: that of all data, and that of the cache alone. As root."""

import secrets
import string
import struct
import time
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

from ..output import say
from ..services import Postgres, Redis, SmallDisk
from ..site import Site
from .walk import Page, Walker, print_log, print_results


def main() -> None:
    on_sqlite()
    cache_alone()
    on_postgres()


def on_sqlite() -> None:
    site = Site({})
    with SmallDisk(site.var, megabytes=96) as disk, site:
        walker = Walker(site)
        print_results("in order, on SQLite", walk(walker))
        try_out(walker, "var/ is full", disk.fill, disk.empty)
        try_out(walker, "var/ is full, site started anew", lambda: refill(site, disk), disk.empty)


def cache_alone() -> None:
    site = Site({})
    with SmallDisk(site.var / "cache", megabytes=8) as disk, site:
        walker = Walker(site)
        try_out(walker, "var/cache is full", disk.fill, disk.empty)
        try_out(
            walker,
            "var/cache is read-only",
            disk.make_read_only,
            lambda: disk.make_read_only(is_read_only=False),
        )


def on_postgres() -> None:
    """On PostgreSQL a little room may be left in the files there are: hence many messages."""
    folder = Path(mkdtemp(prefix="postgres-"))
    with (
        SmallDisk(folder, megabytes=256) as disk,
        Redis() as redis,
        Postgres(folder) as postgres,
        Site({"DATABASE_URL": postgres.url, "CACHE_URL": redis.url}) as site,
    ):
        walker = Walker(site)
        since = time.time()
        disk.fill()
        messages = walker.walk([write_to_us()] * 200)
        print_results("PostgreSQL's disk is full", walk(walker))
        say(f"\nOf 200 messages: {Counter(str(result.status) for result in messages)}")
        disk.empty()
        say(f"In order again after {walker.recovery():.1f} s.")
        print_log(site, since)


def write_to_us() -> Page:
    """A message of five thousand letters that no database can press together."""
    message = "".join(secrets.choice(string.ascii_letters) for _ in range(4900))
    fields = {"name": "Ann", "email": "ann@example.org", "subject": "Hi", "message": message}
    return Page("write to us", "/contact/", "newcomer", fields)


def walk(walker: Walker) -> list:
    """And one lesson more each time, whose pictures have to be made."""
    fields = {"display_name": "Sam", "time_zone": "UTC"}
    picture = {"picture": ("me.png", png(), "image/png")}
    unseen = walker.site.addresses["unseen"]
    return walker.walk(
        [
            *walker.pages,
            Page("profile with a picture", "/profile/", "student", fields, picture),
            write_to_us(),
            Page("lesson, opened by nobody yet", unseen.pop(), "admin"),
        ]
    )


def try_out(walker: Walker, fault: str, break_it: Callable, mend_it: Callable) -> None:
    since = time.time()
    break_it()
    print_results(fault, walk(walker))
    mend_it()
    say(f"\nIn order again after {walker.recovery():.1f} s.")
    print_log(walker.site, since)


def refill(site: Site, disk: SmallDisk) -> None:
    site.stop()  # its last connection takes the log of SQLite with it, which leaves room
    disk.fill()
    site.start()


def png(side: int = 600) -> bytes:
    """Too varied to be small."""
    rows = b"".join(
        b"\0" + bytes((x * y * 7 + x * 13) % 256 for x in range(3 * side)) for y in range(side)
    )
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


if __name__ == "__main__":
    main()
