"""Measures what pages cost: `make bench`, or `python -m benchmarks.speed --help`."""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack

from ..output import say
from . import rows
from .dataset import Dataset
from .report import print_table
from .rounds import ROUNDS, Measurement
from .server import StockSite

VENDORS = {"sqlite": "SQLite", "postgres": "PostgreSQL and Redis"}


def main() -> None:
    options = _options()
    missed = sum(measure(vendor, options) for vendor in options.databases.split(","))
    if missed:
        say(f"\n{missed} goals are missed by more than a quarter.")
        sys.exit(1)


def measure(vendor: str, options: argparse.Namespace) -> int:
    """Prints the table, and returns how many goals are missed."""
    own = Dataset(vendor, options.scale).make()
    stock = Dataset(vendor, options.scale, StockSite).make()
    chosen = [
        row
        for row in [*rows.rows(own.facts), *rows.stock(stock.facts)]
        if row.name.startswith("floor ") or options.only in row.name
    ]
    with ExitStack() as stack:
        datasets = [own, stock] if any(row.site == "stock" for row in chosen) else [own]
        sites = [stack.enter_context(dataset.running()) for dataset in datasets]
        results = Measurement(sites, chosen, rounds=options.rounds).run()
    return print_table(f"{VENDORS[vendor]}, {own.facts['courses']} courses", results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1: 1,000 courses")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    return parser.parse_args()


if __name__ == "__main__":
    main()
