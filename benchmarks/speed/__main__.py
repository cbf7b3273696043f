"""Measures what pages cost: `make bench`, or `python -m benchmarks.speed --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ..output import say
from ..services import Redis
from .dataset import Dataset
from .report import print_table
from .rounds import ROUNDS, Measurement
from .rows import rows
from .server import BenchSite

VENDORS = {"sqlite": "SQLite", "postgres": "PostgreSQL and Redis"}


def main() -> None:
    options = _options()
    missed = 0
    for vendor in options.databases.split(","):
        dataset = Dataset(vendor, options.scale).make()
        with running(dataset) as site:
            chosen = [
                row
                for row in rows(dataset.facts)
                if row.name.startswith("floor ") or options.only in row.name
            ]
            results = Measurement(site, chosen, rounds=options.rounds).run()
            title = f"{VENDORS[vendor]}, {dataset.facts['courses']} courses"
            missed += print_table(title, results)
    if missed:
        say(f"\n{missed} goals are missed by more than a quarter.")
        sys.exit(1)


@contextmanager
def running(dataset: Dataset) -> Iterator[BenchSite]:
    """A server on a copy of `dataset`, with Redis where the database is PostgreSQL."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
        url, postgres = stack.enter_context(dataset.database(folder))
        services = [postgres, stack.enter_context(Redis())] if postgres else []
        variables = {
            "DATABASE_URL": url,
            "CACHE_URL": services[1].url if services else "",
            "MEDIA_ROOT": str(dataset.media),
            "PRIVATE_MEDIA_ROOT": str(dataset.media / "private"),
        }
        yield stack.enter_context(BenchSite(variables, services))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1: 1,000 courses")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
