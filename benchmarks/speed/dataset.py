"""Sites filled once and kept in `var/bench/`, so that a run begins within seconds."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..output import say
from ..services import Postgres
from ..site import ROOT
from .server import BenchSite

KEPT = ROOT / "var" / "bench"
# What makes the rows different from those that are kept.
SOURCES = ("*/migrations/*.py", "benchmarks/speed/data/*.py", "courses/catalogue/*.py")


@dataclass(frozen=True)
class Dataset:
    """`vendor` is "sqlite" or "postgres"."""

    vendor: str
    scale: float

    @property
    def folder(self) -> Path:
        return KEPT / f"{self.vendor}-{self.scale:g}-{_digest()}"

    @property
    def facts(self) -> dict:
        return json.loads((self.folder / "facts.json").read_text())

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def make(self) -> Dataset:
        """Unless it is there already."""
        if not self.folder.exists():
            say(f"Filling a site on {self.vendor}, scale {self.scale:g} (kept in {KEPT})…")
            for old in KEPT.glob(f"{self.vendor}-{self.scale:g}-*"):
                shutil.rmtree(old)
            self.media.mkdir(parents=True)
            try:
                self._fill()
            except BaseException:
                shutil.rmtree(self.folder)
                raise
            say(f"It took {self.facts['seconds']} s, without its tables.")
        return self

    @contextmanager
    def database(self, folder: Path):
        """The address of a copy, which goes afterwards; on PostgreSQL with the server itself."""
        if self.vendor == "sqlite":
            shutil.copyfile(self.folder / "site.sqlite3", folder / "site.sqlite3")
            yield f"sqlite:///{folder / 'site.sqlite3'}", None
            return
        with Postgres() as postgres:
            _run(postgres, "pg_restore", "--jobs=2", "--dbname=postgres", self.folder / "site.dump")
            _run(postgres, "psql", "--quiet", "--command=ANALYZE", "postgres")
            yield postgres.url, postgres

    def _fill(self) -> None:
        if self.vendor == "sqlite":
            self._fill_database(f"sqlite:///{self.folder / 'site.sqlite3'}")
            return
        with Postgres() as postgres:
            self._fill_database(postgres.url)
            _run(postgres, "pg_dump", "--format=custom", "--file", self.folder / "site.dump")

    def _fill_database(self, url: str) -> None:
        with BenchSite.copied({"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}, self.media) as site:
            for command in ("migrate", "setup_roles", "setup_site"):
                site.manage(command)
            output = site.manage("fill_bench", "--scale", str(self.scale))
        (self.folder / "facts.json").write_text(output.splitlines()[-1])


def _run(postgres: Postgres, program: str, *arguments: object) -> None:
    where = ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", "postgres"]
    command = [postgres.programs / program, *where, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _digest() -> str:
    names = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    text = b"".join(str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in names)
    return hashlib.sha256(text).hexdigest()[:12]
