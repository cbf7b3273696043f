"""A site on two machines: two gunicorns behind an nginx, on one database and one cache."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from skillmate.tests.nginx.server import HOST, Nginx

from ..services import Postgres, Redis, free_port, listens, wait_until
from ..site import Site

# Seconds: until nginx has read its configuration and ended what was under way by the older one, or
# asks a server again that did not answer.
PAUSE = 5


class Machine:
    """One gunicorn with two processes of four threads. Where its `log` is, each request is a line.

    Both are on this one, so they share a folder; nothing else of it is written by either.
    """

    def __init__(self, site: Site, name: str) -> None:
        self.site, self.name, self.port = site, name, free_port()
        self.log = site.folder / f"log-{name}"
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "skillmate.wsgi", "--threads", "4"]
        command += ["--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        command += ["--no-control-socket"]
        settings = {"DJANGO_SETTINGS_MODULE": "skillmate.settings.production"}
        self.process = subprocess.Popen(
            command,
            cwd=self.site.folder,
            env={**self.site.variables, **settings},
            stderr=self.log.open("ab"),
        )
        wait_until(lambda: listens(self.port) and self.is_alive())

    def is_alive(self) -> bool:
        with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as response:
            return response.status == 200

    def stop(self) -> None:
        """Returns once requests under way are answered."""
        self.process.terminate()
        self.process.wait(60)

    def answered(self) -> int:
        return self.log.read_text().count('"skillmate.access"')


class Cluster:
    def __init__(self, site: Site, nginx: Nginx) -> None:
        self.site, self.nginx = site, nginx
        self.machines = [Machine(site, name) for name in ("A", "B")]

    @property
    def ports(self) -> list[int]:
        return [machine.port for machine in self.machines]

    def restart(self, machine: Machine, *, is_announced: bool) -> None:
        """With new code, say. Announced, nginx asks the other one meanwhile."""
        if is_announced:
            self.nginx.use(*(port for port in self.ports if port != machine.port))
            time.sleep(PAUSE)
        machine.stop()
        machine.start()
        if is_announced:
            self.nginx.use(*self.ports)
        time.sleep(PAUSE)


@contextmanager
def cluster(*, keeps_pages: bool) -> Iterator[Cluster]:
    """A filled site on servers of its own, all of them running."""
    with Postgres() as postgres, Redis() as redis, TemporaryDirectory(prefix="nginx-") as folder:
        nginx = Nginx(Path(folder), [], keeps_pages=keeps_pages)
        site = Site(_variables(postgres, redis, nginx))
        site.copy()
        site.fill()
        both = Cluster(site, nginx)
        nginx.upstreams = both.ports
        for machine in both.machines:
            machine.start()
        site.start_worker()
        try:
            with nginx:
                yield both
        finally:
            site.kill_worker()
            for machine in both.machines:
                machine.stop()
            shutil.rmtree(site.folder, ignore_errors=True)


def _variables(postgres: Postgres, redis: Redis, nginx: Nginx) -> dict[str, str]:
    kept = {
        "PUBLIC_PAGES_SMAXAGE": "600",
        "PUBLIC_PAGES_PURGE": f"http://127.0.0.1:{nginx.purge_port}/site-version/",
    }
    return {
        "DATABASE_URL": postgres.url,
        "CACHE_URL": redis.url,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "INSECURE_HTTP": "false",
        "DISK_FREE_MIN": "0",
        **(kept if nginx.keeps_pages else {}),
    }
