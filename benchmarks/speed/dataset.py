"""Sites filled once and kept in `var/bench/`, so that a run begins within seconds."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from ..output import say
from ..services import Postgres, Redis
from ..site import ROOT
from .server import BenchSite

KEPT = ROOT / "var" / "bench"
# What makes the rows different from those that are kept. Newer migrations are run on a copy.
SOURCES = ("benchmarks/speed/data/*.py",)


@dataclass(frozen=True)
class Dataset:
    """`vendor` is "sqlite" or "postgres"."""

    vendor: str
    scale: float
    site_class: type[BenchSite] = BenchSite

    @property
    def folder(self) -> Path:
        return KEPT / f"{self._name}-{_digest()}"

    @property
    def facts(self) -> dict:
        return json.loads((self.folder / "facts.json").read_text())

    @property
    def media(self) -> Path:
        return self.folder / "media"

    def make(self) -> Dataset:
        """Unless it is there already."""
        if not self.folder.exists():
            say(f"Filling {self._name} (kept in {KEPT})…")
            for old in KEPT.glob(f"{self._name}-*"):
                shutil.rmtree(old)
            self.media.mkdir(parents=True)
            try:
                self._fill()
            except BaseException:
                shutil.rmtree(self.folder)
                raise
            say(f"Rows, files and index took {self.facts['seconds']} s.")
        return self

    @property
    def _name(self) -> str:
        return f"{self.site_class.name}-{self.vendor}-{self.scale:g}"

    @contextmanager
    def running(self) -> Iterator[BenchSite]:
        """A server on a copy of it, with Redis where the database is PostgreSQL."""
        with ExitStack() as stack:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="bench-")))
            url, postgres = stack.enter_context(self.database(folder))
            services = [postgres, stack.enter_context(Redis())] if postgres else []
            variables = {
                "DATABASE_URL": url,
                "CACHE_URL": services[1].url if services else "",
                "MEDIA_ROOT": str(self.media),
                "PRIVATE_MEDIA_ROOT": str(self.media / "private"),
            }
            yield stack.enter_context(self.site_class(variables, services))

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
        with self.site_class.copied(
            {"DATABASE_URL": url, "LOG_LEVEL": "ERROR"}, self.media
        ) as site:
            for command in site.preparations:
                site.manage(command)
            # Nobody searches the largest site, and its index would take the longest.
            extent = ["--no-index"] if self.scale > 1 else []
            output = site.manage("fill_bench", "--scale", str(self.scale), *extent)
        (self.folder / "facts.json").write_text(output.splitlines()[-1])


def _run(postgres: Postgres, program: str, *arguments: object) -> None:
    where = ["-h", "127.0.0.1", "-p", str(postgres.port), "-U", "postgres"]
    command = [postgres.programs / program, *where, *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


@cache
def _digest() -> str:
    names = sorted(path for pattern in SOURCES for path in ROOT.glob(pattern))
    text = b"".join(str(path.relative_to(ROOT)).encode() + path.read_bytes() for path in names)
    return hashlib.sha256(text).hexdigest()[:12]
