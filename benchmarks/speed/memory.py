"""What the workers keep: at start, after pictures, after many requests for all kinds of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from ..output import say
from .client import Request
from .dataset import Dataset
from .people import ADMIN, LEARNER, VISITOR
from .rows import admin, growing, new_filters, public, signed_in
from .server import WORKERS, BenchSite

MOST, PARTS = 170, 10
# Megabytes that a worker may grow by in a thousand requests once it has seen every kind of page.
GROWTH = 0.5


def measure_memory(vendor: str, scale: float, requests: int) -> int:
    """Prints the table, and returns how many goals are missed."""
    dataset = Dataset(vendor, scale).make()
    with dataset.running() as site:
        people = site.people()
        say(f"\nMemory of a worker, {vendor}: resident (shared ones divided by those who share)\n")
        say_memory(site, "at start")
        for _ in range(WORKERS * 2):
            people[ADMIN].get("/admin/images/")
        say_memory(site, "after pictures")
        visits, sizes = _visits(dataset.facts), []
        for part in range(1, PARTS + 1):
            _visit(people, islice(visits, requests // PARTS))
            sizes.append(say_memory(site, f"after {part * requests // PARTS:,} requests"))
    growth = (sizes[-1] - sizes[PARTS // 2 - 1]) / (requests / 2 / 1000)
    say(f"\nIn the second half it grew by {growth:.2f} MB per 1,000 requests.")
    return (sizes[-1] > MOST) + (growth > GROWTH)


def _visits(facts: dict) -> Iterator[tuple[str, Request]]:
    """Who opens what: every kind of page in turn, every course and its free lessons one by one."""
    kinds = [*growing(facts), *public(facts), *signed_in(facts), *admin(facts)]
    pages = cycle([(row.person, next(row.requests)) for row in kinds])
    courses = cycle(range(facts["courses"]))
    filters = cycle(list(new_filters(facts)))
    while True:
        yield next(pages)
        course = f"/courses/course-{next(courses)}/"
        for person in (VISITOR, LEARNER):
            yield person, Request(course)
            yield person, Request(f"{course}lesson-1/")
        yield VISITOR, next(filters)


def _visit(people: dict, visits: Iterator[tuple[str, Request]]) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        for response in pool.map(lambda visit: people[visit[0]].send(visit[1]), visits):
            if response.status >= 400:
                raise RuntimeError(f"A page answered with {response.status}.")


def say_memory(site: BenchSite, moment: str) -> float:
    """The larger worker's resident memory, in MB."""
    resident, share = (
        max(_kilobytes(pid, name) for pid in site.worker_pids()) / 1024 for name in ("Rss", "Pss")
    )
    say(f"| {moment} | {resident:.0f} MB | {share:.0f} MB |")
    return resident


def _kilobytes(pid: int, name: str) -> int:
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE)[1])
