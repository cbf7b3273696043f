"""Measures what pages cost: `make bench`, or `python -m benchmarks.speed --help`."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from ..output import say
from . import rows
from .client import Person
from .dataset import Dataset
from .growth import measure_growth
from .memory import measure_memory
from .report import print_table
from .rounds import ROUNDS, Measurement
from .server import WORKERS, BenchSite, StockSite

# Of the category that changes.
CHANGED = "/courses/category/craft/"
VENDORS = {"sqlite": "SQLite", "postgres": "PostgreSQL and Redis"}


def main() -> None:
    options = _options()
    missed = 0
    for vendor in options.databases.split(","):
        if options.growth:
            scales = [float(scale) for scale in options.growth.split(",")]
            missed += measure_growth(vendor, scales, options.rounds)
        if options.memory:
            missed += measure_memory(vendor, options.scale, options.memory)
        if not (options.growth or options.memory):
            missed += measure(vendor, options)
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
        title = f"{VENDORS[vendor]}, {own.facts['courses']} courses"
        missed = print_table(title, results) + check(sites[0])
        if vendor == "sqlite" and not options.only:
            missed += measure_analyzed(sites[0], own.facts)
        return missed


def measure_analyzed(site: BenchSite, facts: dict) -> int:
    """SQLite chooses other plans once somebody has run ANALYZE; PostgreSQL does so by itself."""
    site.hand.do("analyze")
    chosen = [*rows.floors(), *rows.growing(facts), *rows.cold(facts), *rows.searches(facts)]
    results = Measurement([site], chosen, rounds=2).run()
    return print_table("SQLite after ANALYZE", results)


def check(site: BenchSite) -> int:
    """What no row shows; returns how much of it is not so."""
    description, visitor = site.hand.do("change"), Person(site.port)
    with ThreadPoolExecutor(WORKERS) as pool:
        responses = list(pool.map(visitor.get, [CHANGED] * 4 * WORKERS))
    is_shown = all(description in response.body.decode() for response in responses)
    say(f"\nA change shows in the next request: {'yes' if is_shown else 'no'}.")
    jit = site.hand.do("jit")
    say(f"PostgreSQL's JIT: {jit}.")
    return (not is_shown) + (jit == "on")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="1: 1,000 courses")
    parser.add_argument("--databases", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="rows whose name has this in it")
    parser.add_argument("--growth", nargs="?", const="0.1,1,10", help="these scales side by side")
    parser.add_argument("--memory", type=int, default=0, help="of workers, after so many requests")
    return parser.parse_args()


if __name__ == "__main__":
    main()
