"""Servers of one's own that can be stopped, halted and started again, and a small disk."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp

POSTGRES_FOLDERS = "/usr/lib/postgresql/*/bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_done: Callable[[], bool], seconds: float = 60.0) -> float:
    """How many seconds it took. Raises TimeoutError after `seconds`."""
    started = time.monotonic()
    while not is_done():
        if time.monotonic() - started > seconds:
            raise TimeoutError(f"Not done within {seconds} s.")
        time.sleep(0.05)
    return time.monotonic() - started


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def descendants(pid: int) -> list[int]:
    """The process and all below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    numbers = children.read_text().split() if children.exists() else []
    return [pid, *(number for child in numbers for number in descendants(int(child)))]


class Service:
    """A server as a process: a subclass has `command`, and may have a `prepare`."""

    user: str | None = None

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(mkdtemp(prefix=f"{type(self).__name__.lower()}-"))
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def command(self) -> list[str]:
        raise NotImplementedError

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "stderr").open("ab"),
            user=self.user,
        )
        wait_until(lambda: listens(self.port))

    def stop(self, number: int = signal.SIGTERM) -> None:
        self.resume()
        self.process.send_signal(number)
        self.process.wait(30)

    def halt(self) -> None:
        """It keeps its connections, takes new ones, and says nothing more."""
        for pid in descendants(self.process.pid):
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        for pid in descendants(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)


class Redis(Service):
    @property
    def command(self) -> list[str]:
        where = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        return ["redis-server", *where, "--save", ""]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"


class Postgres(Service):
    """A cluster of its own, of the user `postgres` where root makes it: it refuses root."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.programs = sorted(Path("/").glob(POSTGRES_FOLDERS.strip("/")))[-1]
        if os.geteuid() == 0:
            self.user = "postgres"
            os.chown(self.folder, pwd.getpwnam(self.user).pw_uid, -1)
        initdb = [self.programs / "initdb", "-D", self.folder / "data", "-U", "postgres"]
        subprocess.run(
            [*initdb, "--auth=trust", "--no-sync"],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self.user,
        )

    @property
    def command(self) -> list[str]:
        where = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-h", "127.0.0.1"]
        return [str(self.programs / "postgres"), *where, "-p", str(self.port)]

    def start(self) -> None:
        super().start()
        ready = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0)

    def stop(self, number: int = signal.SIGINT) -> None:
        """SIGINT is its "fast" way: connections are ended."""
        super().stop(number)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"


class SmallDisk:
    """A tmpfs of so many megabytes at `folder`; only root can mount one."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.megabytes = folder, megabytes
        self.filler = folder / "filler"

    def __enter__(self) -> SmallDisk:
        self.folder.mkdir(parents=True, exist_ok=True)
        options = f"size={self.megabytes}m,mode=755"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", self.folder], check=True)
        return self

    def __exit__(self, *error: object) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        with contextlib.suppress(OSError):
            for folder in (self.folder, *self.folder.parents):
                folder.rmdir()  # what was left of the site's folder while this was mounted in it

    def fill(self) -> None:
        with contextlib.suppress(OSError), self.filler.open("wb", buffering=0) as filler:
            for size in (2**20, 4096, 1):
                with contextlib.suppress(OSError):
                    while True:
                        filler.write(b"\0" * size)

    def empty(self) -> None:
        self.filler.unlink()

    def make_read_only(self, *, is_read_only: bool = True) -> None:
        options = f"remount,{'ro' if is_read_only else 'rw'}"
        subprocess.run(["mount", "-o", options, self.folder], check=True)
