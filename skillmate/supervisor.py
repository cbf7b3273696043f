"""The processes of a Procfile side by side, each started again when it ends.

    python -m skillmate.supervisor Procfile

For `make serve` and `make run`, on a machine where nothing else looks after processes; systemd does
it better (docs/deploy/). One that ends leaves the others alone. It comes back after a pause, which
grows while it does not stay. Only what fails within seconds the first time it is started ends
everything: that is a mistake to be read by whoever typed the command.
"""

from __future__ import annotations

import ctypes
import logging
import logging.config
import os
import re
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic

from environ import Env

from skillmate.settings.logs import json_logging

logger = logging.getLogger("skillmate.supervisor")

# Seconds: between an end and the next start, how long one has to stay to be taken for well again,
# within which one that fails was never well (gunicorn tries a port that is taken for five), and how
# long it has to end when asked (gunicorn takes up to 30).
FIRST_PAUSE, LONGEST_PAUSE = 1, 60
STEADY = 60
BROKEN_WITHIN = 10
GRACE = 40

ASKED_TO_STOP = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
SIGNALS = {signal.SIGCHLD, *ASKED_TO_STOP}
# huey takes SIGTERM for "drop what you are doing".
STOP_SIGNALS = {"worker": signal.SIGINT}
LINE = re.compile(r"([\w-]+):\s*(.+)")
PR_SET_PDEATHSIG = 1


class Service:
    """One line of the Procfile, and the process that runs it at the moment, if any."""

    def __init__(self, name: str, command: str) -> None:
        self.name, self.command = name, command
        self.starts, self.pause, self.due_at = 0, FIRST_PAUSE, monotonic()
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self._signal_group(signal.SIGKILL)  # what an earlier one has left holds its port
        command = ["/bin/sh", "-c", f"exec {self.command}"]
        self.process = subprocess.Popen(  # noqa: S603  (the Procfile is ours)
            command,
            start_new_session=True,  # Ctrl-C is for this process, which passes it on
            preexec_fn=_as_a_child,  # there are no threads here
        )
        self.starts += 1
        self.started_at = monotonic()

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def is_broken(self) -> bool:
        """Whether it failed by itself as soon as it was first started."""
        is_early = monotonic() - self.started_at < BROKEN_WITHIN
        return self.starts == 1 and is_early and self.process.returncode > 0

    def plan_restart(self) -> None:
        self._signal_group(signal.SIGTERM)
        if monotonic() - self.started_at > STEADY:
            self.pause = FIRST_PAUSE
        self.due_at = monotonic() + self.pause
        logger.error("%s ended (%s); again in %s s", self.name, self.how_it_ended(), self.pause)
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        self._signal_group(STOP_SIGNALS.get(self.name, signal.SIGTERM))

    def kill(self) -> None:
        """Whatever is left of it."""
        self._signal_group(signal.SIGKILL)

    def how_it_ended(self) -> str:
        code = self.process.returncode
        return signal.Signals(-code).name if code < 0 else f"status {code}"

    def _signal_group(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, AttributeError):
            os.killpg(self.process.pid, number)


def main(procfile: str) -> int:
    """Until it is asked to stop. The exit status: 0, or that of what could not be started."""
    logging.config.dictConfig(json_logging("INFO"))
    if (variables := Path(procfile).with_name(".env")).exists():
        Env.read_env(variables)  # HOST and WEB_CONCURRENCY, which no settings read
    services = [Service(*found.groups()) for found in LINE.finditer(Path(procfile).read_text())]
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    status = 0
    while not status:
        for service in services:
            status = status or _look_after(service)
        if status or _wait(services) in ASKED_TO_STOP:
            break
    return _stop(services) or status


def _look_after(service: Service) -> int:
    """Start what is due. The exit status of what is broken, else 0."""
    if service.is_running:
        return 0
    if service.process and service.due_at <= service.started_at:  # it has just ended
        if service.is_broken():
            logger.error("%s could not be started (%s)", service.name, service.how_it_ended())
            return service.process.returncode
        service.plan_restart()
    if service.due_at <= monotonic():
        service.start()
    return 0


def _wait(services: list[Service]) -> int | None:
    """For a signal, or until something is due."""
    due = [service.due_at for service in services if not service.is_running]
    seconds = max(0, min(due) - monotonic()) if due else 3600
    received = signal.sigtimedwait(SIGNALS, seconds)
    return received.si_signo if received else None


def _stop(services: list[Service]) -> int:
    """0 if all ended in time; what did not is killed, at a second Ctrl-C at once."""
    for service in services:
        service.stop()
    deadline = monotonic() + GRACE
    while any(service.is_running for service in services) and monotonic() < deadline:
        received = signal.sigtimedwait({signal.SIGCHLD, signal.SIGINT}, 0.5)
        if received and received.si_signo == signal.SIGINT:
            break
    late = [service for service in services if service.is_running]
    for service in late:
        logger.error("%s has not ended and is killed", service.name)
    for service in services:
        service.kill()
    return 1 if late else 0


def _as_a_child() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    if sys.platform == "linux":
        # Nobody is left behind by a supervisor that is killed.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
