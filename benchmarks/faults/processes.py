"""Kills processes of a whole site, one after the other, while a client asks for pages.

    .venv/bin/python -m benchmarks.faults.processes

Starts what `make serve` does (gunicorn and the worker, on production settings, with an empty SQLite
site in a temporary folder) and says of each fault what the client saw and how long it took. Needs
Linux and half a minute of CPU.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from ..output import say

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "learn.example.org"
PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
            "DJANGO_SETTINGS_MODULE": "skillmate.settings.production",
            "SECRET_KEY": "k" * 60,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "INSECURE_HTTP": "true",
            "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_MEDIA_ROOT": str(folder / "private"),
            "LOG_LEVEL": "ERROR",
            "DISK_FREE_MIN": "0",
        }
        self.log = folder / "log"

    def manage(self, *arguments: str) -> None:
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True)

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen]:
        command = [sys.executable, "-m", "skillmate.supervisor", "Procfile"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stderr=log)
        try:
            yield self.process
        finally:
            self.process.terminate()
            self.process.wait(60)

    def pid(self, part: str) -> int:
        """Of the web server's master or of the worker; 0 where there is none."""
        for pid in children(self.process.pid):
            if part in Path(f"/proc/{pid}/cmdline").read_text():
                return pid
        return 0

    def request(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": HOST})
        response = connection.getresponse()
        return response.status, response.read()

    def missing(self) -> dict[str, str] | None:
        """What /readyz says is missing; None where there is no answer."""
        try:
            return json.loads(self.request("/readyz")[1])["missing"]
        except OSError:
            return None


class Client:
    """Asks for a page again and again, and keeps count of what it got."""

    def __init__(self, site: Site) -> None:
        self._site, self._end = site, Event()
        self.answered, self.refused, self.longest = 0, 0, 0.0
        self._thread = Thread(target=self._ask)

    def __enter__(self) -> Client:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._end.set()
        self._thread.join()

    def __str__(self) -> str:
        return (
            f"{self.answered} answered, {self.refused} refused or broken off, "
            f"the longest took {self.longest:.2f} s"
        )

    def _ask(self) -> None:
        while not self._end.is_set():
            start = time.monotonic()
            try:
                status, _body = self._site.request("/")
                self.answered += status == 200
                self.refused += status != 200
            except OSError:
                self.refused += 1
            self.longest = max(self.longest, time.monotonic() - start)
            self._end.wait(0.05)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(is_so: Callable[[], bool]) -> float:
    """The seconds it took."""
    start = time.monotonic()
    while not is_so():
        if time.monotonic() - start > PATIENCE:
            raise RuntimeError("It does not come to that.")
        time.sleep(0.05)
    return time.monotonic() - start


def slow_request(site: Site) -> socket.socket:
    """A request whose last line has not been sent: it keeps a thread of the server waiting."""
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=30)
    connection.sendall(b"GET / HTTP/1.1\r\nHost: learn.example.org\r\nConnection: close\r\n")
    time.sleep(0.3)
    return connection


def ending(connection: socket.socket) -> str:
    """How a slow request ends when its last line is sent."""
    try:
        connection.sendall(b"\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    except OSError as error:
        return f"broken off ({type(error).__name__})"
    return f"answered with {answer.split(b' ')[1].decode()}" if answer else "broken off"


def worker_is_killed(site: Site) -> None:
    before = site.pid("run_huey")
    with Client(site) as client:
        os.kill(before, signal.SIGKILL)
        seconds = wait_until(lambda: site.pid("run_huey") not in {0, before})
        time.sleep(3)
    say(f"worker killed: back after {seconds:.1f} s; pages meanwhile: {client}")


def master_is_killed(site: Site) -> None:
    before = site.pid("gunicorn")
    with Client(site) as client:
        os.kill(before, signal.SIGKILL)
        seconds = wait_until(lambda: client.refused > 0 and site.missing() is not None)
        time.sleep(1)
    say(f"gunicorn's master killed: answers again after {seconds:.1f} s; pages: {client}")


def process_is_killed(site: Site) -> None:
    """One of those that the master keeps; under way in one of them is a request."""
    connection = slow_request(site)
    with Client(site) as client:
        for pid in children(site.pid("gunicorn")):
            os.kill(pid, signal.SIGKILL)
        seconds = wait_until(lambda: site.missing() is not None)
        time.sleep(1)
    say(f"all of gunicorn's workers killed: answers after {seconds:.1f} s; pages: {client}")
    say(f"  the request under way: {ending(connection)}")


def configuration_is_read_again(site: Site) -> None:
    connection = slow_request(site)
    with Client(site) as client:
        os.kill(site.pid("gunicorn"), signal.SIGHUP)
        time.sleep(2)
        how = ending(connection)
        time.sleep(1)
    say(f"HUP: pages: {client}; the request under way: {how}")


def all_is_stopped(site: Site) -> None:
    connection = slow_request(site)
    site.process.terminate()
    time.sleep(1)
    how = ending(connection)
    start = time.monotonic()
    status = site.process.wait(60)
    say(f"SIGTERM: ended with status {status}, {time.monotonic() - start:.1f} s later")
    say(f"  the request under way: {how}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        site.manage("migrate", "--verbosity", "0")
        site.manage("setup_site")
        site.manage("collectstatic", "--noinput")
        with site.running():
            seconds = wait_until(lambda: site.missing() == {})
            say(f"started: everything is there after {seconds:.1f} s")
            worker_is_killed(site)
            master_is_killed(site)
            process_is_killed(site)
            configuration_is_read_again(site)
            say(f"missing at the end: {site.missing()}")
            all_is_stopped(site)
        lines = [json.loads(line) for line in site.log.read_text().splitlines() if line[:1] == "{"]
        say("what the log says:")
        for line in lines:
            say(f"  {line['level']} {line['logger']}: {line['message']}")


if __name__ == "__main__":
    main()
