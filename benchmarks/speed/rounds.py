"""Measures all rows in turn, again and again: whatever else the machine does meets them alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from statistics import median

from ..output import say
from .client import Person, Request, Response
from .rows import Row
from .server import WORKERS, BenchSite

ROUNDS = 5
# Seconds of CPU that one row may cost in one round, and how many requests that may be.
BUDGET, FEWEST, MOST = 0.3, 3, 200
MOST_WARMING = 10
ASKING = {"X-Count-Queries": "1"}


@dataclass
class Result:
    row: Row
    milliseconds: list[float] = field(default_factory=list)
    queries: int = 0
    status: int = 0
    size: int = 0

    @property
    def median(self) -> float:
        return median(self.milliseconds)

    def times(self, floor: Result) -> float:
        """How many floors of the same round it is, in the middle of the rounds."""
        pairs = zip(self.milliseconds, floor.milliseconds, strict=True)
        return median(own / of_floor for own, of_floor in pairs)


class Measurement:
    """Of `rows` at sites that run."""

    def __init__(
        self, sites: Iterable[BenchSite], rows: Iterable[Row], *, rounds: int = ROUNDS
    ) -> None:
        self.rounds = rounds
        self.sites = {site.name: site for site in sites}
        self.people = {name: site.people() for name, site in self.sites.items()}
        self.results = {row.name: Result(row) for row in rows}
        self._etags: dict[str, str] = {}
        self._counts: dict[str, int] = {}

    def run(self) -> dict[str, Result]:
        for result in self.results.values():
            self._prepare(result)
        for site in self.sites.values():
            if site.hand:
                site.hand.do("make_pictures")
        for result in self.results.values():
            self._count(result)
        for number in range(self.rounds):
            results = list(self.results.values())
            for result in results if number % 2 else reversed(results):
                result.milliseconds.append(self._measure(result.row))
            say(f"Round {number + 1} of {self.rounds} is over.")
        return self.results

    def _prepare(self, result: Result) -> None:
        self._warm(result.row)
        if result.row.is_conditional:
            response = self._person(result.row).send(next(result.row.requests))
            self._etags[result.row.name] = response.headers.get("ETag", '"none"')

    def _count(self, result: Result) -> None:
        """What does not vary: queries, status, bytes; and how many requests a round can afford."""
        row = result.row
        self._warm(row)
        response = self._send(row, ASKING)
        result.status, result.size = response.status, len(response.body)
        result.queries = int(response.headers["X-Queries"])
        with self.sites[row.site].measured() as cost:
            self._send(row)
        self._counts[row.name] = max(FEWEST, min(MOST, int(BUDGET / max(cost.seconds, 1e-4))))

    def _measure(self, row: Row) -> float:
        count = self._counts[row.name]
        if row.beforehand:
            return sum(self._cost_of_one(row) for _ in range(count)) / count
        self._warm(row)
        requests = list(islice(row.requests, count))
        with self.sites[row.site].measured() as cost:
            for request in requests:
                self._check(row, self._send_request(row, request, {}))
        return cost.seconds / count * 1000

    def _cost_of_one(self, row: Row) -> float:
        self._do_beforehand(row)
        request = next(row.requests)
        with self.sites[row.site].measured() as cost:
            response = self._send_request(row, request, {})
        self._check(row, response)
        return cost.seconds * 1000

    def _send(self, row: Row, headers: dict | None = None) -> Response:
        self._do_beforehand(row)
        response = self._send_request(row, next(row.requests), headers or {})
        self._check(row, response)
        return response

    def _send_request(self, row: Row, request: Request, headers: dict) -> Response:
        if row.is_conditional:
            headers = {**headers, "If-None-Match": self._etags.get(row.name, '"none"')}
        return self._person(row).send(request, **headers)

    def _do_beforehand(self, row: Row) -> None:
        if row.beforehand == "change":
            self.sites[row.site].hand.do("change")
        elif row.beforehand == "read":
            self._person(row).get(self.sites[row.site].page_with_messages)

    def _person(self, row: Row) -> Person:
        return self.people[row.site][row.person]

    def _warm(self, row: Row) -> None:
        """By two at once, until each of the workers has answered twice."""
        if row.beforehand:
            self._send(row)
            return
        answers: Counter[str] = Counter()
        with ThreadPoolExecutor(WORKERS) as pool:
            for _ in range(MOST_WARMING):
                requests = islice(row.requests, 2 * WORKERS)
                send = partial(self._send_request, row, headers=ASKING)
                answers.update(
                    response.headers["X-Process"] for response in pool.map(send, requests)
                )
                if len(answers) == WORKERS and min(answers.values()) > 1:
                    return

    def _check(self, row: Row, response: Response) -> None:
        if response.status not in {200, 302, 303, 304}:
            raise RuntimeError(f"{row.name}: {response.status}")
