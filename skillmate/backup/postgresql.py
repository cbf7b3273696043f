"""PostgreSQL's own tools, told where the database is as Django would tell psql."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient
from django.utils.translation import gettext as _

from .exceptions import BackupRefusal

PR_SET_PDEATHSIG = 1
SECONDS_TO_END = 10


def dump(target: Path, *, without_rows: tuple[str, ...]) -> None:
    exclusions = [f"--exclude-table-data={table}" for table in without_rows]
    options = ("--format=custom", "--no-owner", "--no-privileges", *exclusions)
    _run("pg_dump", *options, "--file", str(target))


def load(source: Path) -> None:
    """All of it, or nothing."""
    connection.close()
    options = ("--no-owner", "--no-privileges", "--single-transaction")
    _run("pg_restore", *options, str(source))


@contextmanager
def script(source: Path, *options: str) -> Iterator[Iterator[str]]:
    """The lines of the SQL that would bring back `source`, as they come. No server is asked."""
    with _process("pg_restore", [*options, "--file=-", str(source)]) as process:
        # A row ends with a line feed; a carriage return is written as two characters, but nothing
        # says so of comments.
        lines = TextIOWrapper(process.stdout, encoding="utf-8", newline="\n")
        yield lines
        lines.detach()


def _run(tool: str, *arguments: str) -> None:
    command, extra_environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict, []
    )
    options = [*command[1:-1], "--dbname", command[-1]]
    with _process(tool, [*options, *arguments], extra_environment or {}):
        pass


@contextmanager
def _process(
    tool: str, arguments: list[str], environment: dict[str, str] | None = None
) -> Iterator[subprocess.Popen]:
    """Runs during the block, and ends with it and with this process, however that ends."""
    with TemporaryFile() as errors:
        process = _start([tool, *arguments], {**os.environ, **(environment or {})}, errors)
        try:
            yield process
            process.stdout.read()
            process.wait()
        finally:
            _end(process)
        if process.returncode:
            errors.seek(0)
            message = errors.read().decode(errors="replace").strip()
            raise BackupRefusal(_("%(tool)s failed: %(why)s") % {"tool": tool, "why": message})


def _start(command: list[str], environment: dict[str, str], errors: BinaryIO) -> subprocess.Popen:
    try:
        return subprocess.Popen(  # noqa: S603  (no part of the command comes from outside)
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=errors,
            # A key pressed is for this process, which ends the tool in its own time.
            process_group=0,
            preexec_fn=_end_with_parent,
        )
    except FileNotFoundError as error:
        raise BackupRefusal(
            _("%(tool)s is not installed here. Install PostgreSQL's client programs.")
            % {"tool": command[0]}
        ) from error


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process: subprocess.Popen) -> None:
    """At SIGTERM the tool has the server cancel what it is at."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    process.stdout.close()
