"""A gunicorn worker under observation, by what Linux tells of it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

MB = 1024 * 1024


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Measured:
    """`size` bytes passed, and the resident memory of the worker, in bytes."""

    name: str
    size: int
    before: int
    peak: int
    after: int

    @property
    def added(self) -> int:
        return max(self.peak, self.after) - self.before


class Worker:
    """The one worker of a gunicorn on `port`, with `variables` beside the environment.

    What it writes to stderr goes to `log`, if given.
    """

    def __init__(self, port: int, variables: dict[str, str], log: BinaryIO | None = None) -> None:
        command = [sys.executable, "-m", "gunicorn", "skillmate.wsgi", "--bind"]
        self._command = [*command, f"127.0.0.1:{port}", "--workers", "1", "--threads", "4"]
        self._port, self._variables, self._log = port, variables, log

    def __enter__(self) -> Worker:
        environment = {**os.environ, **self._variables}
        self._master = subprocess.Popen(  # noqa: S603  (above)
            self._command, env=environment, stderr=self._log
        )
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline or self._master.poll() is not None:
                raise RuntimeError("gunicorn does not start.")
            time.sleep(0.2)
        return self

    def __exit__(self, *error: object) -> None:
        self._master.terminate()
        self._master.wait(30)

    def measured(self, name: str, step: Callable[[], int]) -> Measured:
        """The worker's memory before, during and after `step`, which tells its bytes."""
        say(f"Measuring: {name}…")
        before = self._memory("VmRSS")
        (self._process / "clear_refs").write_text("5")  # forget the peak so far
        size = step()
        return Measured(name, size, before, self._memory("VmHWM"), self._memory("VmRSS"))

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port)) == 0

    @property
    def _process(self) -> Path:
        pid = self._master.pid
        [worker] = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return Path(f"/proc/{worker}")

    def _memory(self, name: str) -> int:
        status = (self._process / "status").read_text()
        return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024
