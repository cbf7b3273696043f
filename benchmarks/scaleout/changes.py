"""Releases on one machine, and what nginx, which keeps public pages, shows in the next request.

    .venv/bin/python -m benchmarks.scaleout.changes

A course gets another title a hundred times, while eight visitors open it all the time. Says how
often the request right after showed an older one, what visitors saw who began later, and how many
requests nginx answered by itself.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from statistics import median
from threading import Event, Thread

from ..output import say
from .machines import Cluster, cluster
from .visitor import Visitor

CHANGES, PEOPLE = 100, 8
# Seconds: so that they leave something of the machine to those who publish.
PAUSE = 0.005
# Runs beside the machines, as the worker does: what it changes is not changed by either.
PUBLISHER = """
import sys
from courses.models import CoursePage
course = CoursePage.objects.live().order_by("pk").first()
print(course.url, flush=True)
for line in sys.stdin:
    course.title = line.strip()
    course.save_revision().publish()
    print("done", flush=True)
"""
TITLE = re.compile(r"<h1[^>]*>\s*Edition (\d+)")


class Reader(Thread):
    """Opens the page until it is told to stop. Each answer may be no older than what was published
    when it was asked for."""

    def __init__(self, both: Cluster, path: str) -> None:
        super().__init__()
        self.visitor, self.path = Visitor(both.nginx), path
        self.published, self.is_over = 0, Event()
        self.opened = self.older = self.failed = 0

    def run(self) -> None:
        while not self.is_over.is_set():
            published = self.published
            status, text = self.visitor.open(self.path)
            self.opened += 1
            self.failed += status != 200
            self.older += _edition(text) < published
            time.sleep(PAUSE)


def main() -> None:
    with cluster(keeps_pages=True) as both, Publisher(both) as publish:
        path = publish.path
        publish("Edition 0")
        before = sum(machine.answered() for machine in both.machines)
        readers = [Reader(both, path) for _number in range(PEOPLE)]
        for reader in readers:
            reader.start()
        visitor, seconds, stale = Visitor(both.nginx), [], 0
        for number in range(1, CHANGES + 1):
            started = time.monotonic()
            publish(f"Edition {number}")
            seconds.append(time.monotonic() - started)
            stale += _edition(visitor.open(path)[1]) != number
            for reader in readers:
                reader.published = number
            time.sleep(0.1)
        for reader in readers:
            reader.is_over.set()
            reader.join()
        opened = sum(reader.opened for reader in readers)
        answered = sum(machine.answered() for machine in both.machines) - before
        say(f"{CHANGES} releases: {stale} did not show in the next request")
        say(f"{opened} pages opened meanwhile: {sum(r.older for r in readers)} older than what was")
        say(f"published before, {sum(r.failed for r in readers)} failed")
        say(f"The two machines answered {answered} requests, versions included; nginx the others")
        say(f"A release took {median(seconds) * 1000:.0f} ms with its purge (median)")


def _edition(text: str) -> int:
    match = TITLE.search(text)
    return int(match[1]) if match else -1


class Publisher:
    """A process that publishes what it is told; returns when it is done."""

    def __init__(self, both: Cluster) -> None:
        self.both = both

    def __enter__(self) -> Publisher:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", PUBLISHER],
            cwd=self.both.site.folder,
            env={
                **self.both.site.variables,
                "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
                "LOG_LEVEL": "ERROR",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.path = self.process.stdout.readline().strip()
        return self

    def __call__(self, title: str) -> None:
        self.process.stdin.write(f"{title}\n")
        self.process.stdin.flush()
        if self.process.stdout.readline().strip() != "done":
            raise RuntimeError("Nothing was published.")

    def __exit__(self, *error: object) -> None:
        self.process.stdin.close()
        self.process.wait(30)


if __name__ == "__main__":
    main()
