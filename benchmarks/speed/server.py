"""The site under measurement: gunicorn with two sync workers, and what their work costs."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..services import Service, descendants
from ..site import Site
from .client import Person, SignInForm
from .people import ADMIN, EVERYBODY, VISITOR

WORKERS = 2
# After an answer a worker still writes its log line and closes what it has opened.
SETTLED = 0.004


class BenchSite(Site):
    name = "site"
    settings = "benchmarks.speed.settings"
    threads = 1  # which makes gunicorn's workers sync ones
    # What makes its tables and the pages it begins with.
    preparations = ("migrate", "setup_roles", "setup_site", "rebuild_catalogue")
    names = EVERYBODY
    page_with_messages = "/about/"
    sign_in_form = SignInForm("/accounts/login/", "login", "/accounts/password/change/")

    def __init__(self, variables: dict[str, str], services: list[Service] = ()) -> None:
        super().__init__(variables, workers=WORKERS)
        self.services = services
        self.hand: Hand | None = None

    @classmethod
    @contextmanager
    def copied(cls, variables: dict[str, str], media: Path) -> Iterator[BenchSite]:
        """A checkout for commands, with nothing started."""
        places = {"MEDIA_ROOT": str(media), "PRIVATE_MEDIA_ROOT": str(media / "private")}
        site = cls({**variables, **places})
        try:
            site.copy()
            yield site
        finally:
            shutil.rmtree(site.folder, ignore_errors=True)

    def fill(self) -> None:
        """Its rows are there, perhaps of an older version; the address is its own."""
        for command in self.preparations:
            self.manage(command)
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self) -> None:
        super().start()
        self.hand = Hand(self)

    def stop(self) -> None:
        self.hand.stop()
        super().stop()

    def cpu(self) -> dict[int, float]:
        """Seconds of CPU by process: gunicorn's master and workers, and the servers behind."""
        roots = [self.master.pid, *(service.process.pid for service in self.services)]
        clocks = {pid: _cpu_of(pid) for root in roots for pid in descendants(root)}
        return {pid: seconds for pid, seconds in clocks.items() if seconds is not None}

    def people(self) -> dict[str, Person]:
        """Somebody unknown, and everybody signed in."""
        persons = {name: Person(self.port).sign_in(name, self.sign_in_form) for name in self.names}
        return {VISITOR: Person(self.port), **persons}

    @contextmanager
    def measured(self) -> Iterator[Cost]:
        """What is done inside of it, in seconds of CPU."""
        cost, before = Cost(), self.cpu()
        yield cost
        time.sleep(SETTLED)
        after = self.cpu()
        cost.seconds = sum(seconds - before.get(pid, 0) for pid, seconds in after.items())


class StockSite(BenchSite):
    """Wagtail alone, with pages of equal fields."""

    name = "stock"
    settings = "benchmarks.speed.stock.settings"
    preparations = ("migrate",)
    names = (ADMIN,)
    sign_in_form = SignInForm("/admin/login/", "username", "/admin/account/")

    def start(self) -> None:
        Site.start(self)

    def stop(self) -> None:
        Site.stop(self)


class Cost:
    seconds = 0.0


class Hand:
    """Somebody who changes things while the server runs, in a process that is not measured."""

    def __init__(self, site: Site) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "manage.py", "bench_hand"],
            cwd=site.folder,
            env=site.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=site.log.open("ab"),
            text=True,
        )

    def do(self, name: str) -> str:
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"The hand broke at “{name}”.")
        return answer.strip()

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(30)


def _cpu_of(pid: int) -> float | None:
    """What Linux's clock of the process says, to the nanosecond (`clock_getcpuclockid(3)`).

    `/proc/<pid>/stat` counts the same in hundredths of a second.
    """
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:  # it has ended
        return None
