"""The site as it is run: a checkout of its own, gunicorn, production settings, the demo courses."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from .services import Postgres, Redis, descendants, free_port, listens, wait_until

ROOT = Path(__file__).resolve().parent.parent
# Whose addresses and keys the walk needs, as JSON.
ADDRESSES = """
import json
from courses.models import CoursePage, LessonPage
from media.models import CustomRendition
course = CoursePage.objects.live().order_by("pk").first()
lessons = course.outline.lessons
free = next((lesson for lesson in lessons if lesson.free_preview), lessons[0])
locked = next(lesson for lesson in lessons if not lesson.free_preview)
others = LessonPage.objects.live().exclude(pk__in=[lesson.pk for lesson in lessons])
unseen = [lesson.url for lesson in others if "image" in str(lesson.body.raw_data)]
picture = CustomRendition.objects.order_by("pk").first()
print(json.dumps({
    "course": course.url, "course_id": course.pk, "free": free.url, "locked": locked.url,
    "locked_id": locked.pk, "unseen": unseen, "picture": picture.url if picture else "",
}))
"""


class Site:
    """Started by `with`. `variables` are those of `.env`; `var` is where its data is."""

    settings = "skillmate.settings.production"
    threads = 4  # of each worker
    python = sys.executable

    def __init__(self, variables: dict[str, str], *, workers: int = 3) -> None:
        self.folder = Path(mkdtemp(prefix="site-"))
        self.var = self.folder / "var"
        self.port, self.workers = free_port(), workers
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = self.folder / "log"
        self.variables = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "k" * 60,
            "ALLOWED_HOSTS": "127.0.0.1",
            "SITE_URL": self.url,
            "INSECURE_HTTP": "true",
            "ADMIN_MFA_REQUIRED": "false",
            "EMAIL_URL": "dummymail://",
            "TRUSTED_PROXY_COUNT": "1",  # so that everybody may come from an address of their own
            # A walk is quicker than people are.
            **{f"{name}_RATE": "100000/m" for name in ("POST", "SEARCH", "ENROL", "CONTACT")},
            **variables,
        }
        self.addresses: dict = {}
        self.master: subprocess.Popen | None = None
        self.background_workers: list[subprocess.Popen] = []

    def copy(self) -> None:
        """What git knows, so that `var/` and `staticfiles/` are of this site alone."""
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        for name in filter(lambda name: (ROOT / name).is_file(), listed.stdout.splitlines()):
            target = self.folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)

    def manage(self, *arguments: str, settings: str = "") -> str:
        run = subprocess.run(
            [self.python, "manage.py", *arguments],
            cwd=self.folder,
            env=self.environment(settings),
            capture_output=True,
            text=True,
            check=False,
        )
        if run.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}:\n{run.stderr[-3000:]}")
        return run.stdout

    def fill(self) -> None:
        # Demo accounts are made in development alone.
        for command in ("migrate", "setup_roles", "setup_site", "setup_demo"):
            self.manage(command, settings="skillmate.settings.dev")
        self.manage("collectstatic", "--noinput", "--verbosity", "0")

    def start(self) -> None:
        command = [self.python, "-m", "gunicorn", "skillmate.wsgi"]
        command += ["--threads", str(self.threads), "--workers", str(self.workers)]
        command += ["--bind", f"127.0.0.1:{self.port}"]
        self.master = subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment(),
            stderr=self.log.open("ab"),
        )
        wait_until(lambda: listens(self.port))

    def start_worker(self) -> None:
        """Another one, if there is one."""
        command = [self.python, "manage.py", "run_huey", "--quiet"]
        self.background_workers.append(
            subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment(),
                stderr=self.log.open("ab"),
            )
        )

    def kill_worker(self, number: int = signal.SIGKILL) -> None:
        """The one that was started first."""
        process = self.background_workers.pop(0)
        process.send_signal(number)
        process.wait(30)

    def stop(self) -> None:
        while self.background_workers:
            self.kill_worker()
        self.master.terminate()
        try:
            self.master.wait(40)
        except subprocess.TimeoutExpired:
            for pid in descendants(self.master.pid):
                os.kill(pid, signal.SIGKILL)
            self.master.wait(10)

    def worker_pids(self) -> list[int]:
        return descendants(self.master.pid)[1:]

    def look_up_addresses(self) -> None:
        output = self.manage("shell", "--no-imports", "-c", ADDRESSES)
        self.addresses = json.loads(output.splitlines()[-1])

    def logged(self, since: float = 0.0) -> Counter[str]:
        """Lines from WARNING upwards since then (`time.time()`), by what they say."""
        lines = [line for line in self.log.read_text().splitlines() if line.startswith("{")]
        records = [json.loads(line) for line in lines]
        return Counter(
            _short(record)
            for record in records
            if record["level"] != "INFO" and record["message"].partition(":")[0] != "Not Found"
            if datetime.fromisoformat(record["time"]).timestamp() >= since
        )

    def environment(self, settings: str = "") -> dict[str, str]:
        return {**self.variables, "DJANGO_SETTINGS_MODULE": settings or self.settings}

    def __enter__(self) -> Site:
        self.copy()
        self.fill()
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def site_with_servers() -> Iterator[tuple[Site, Postgres, Redis]]:
    """A filled site on servers of its own, all of them running."""
    with Postgres() as postgres, Redis() as redis:
        variables = {"DATABASE_URL": postgres.url, "CACHE_URL": redis.url}
        with Site(variables) as site:
            yield site, postgres, redis


def _short(record: dict) -> str:
    reason = record.get("exception", "").strip().rpartition("\n")[2]
    message = re.sub(r"/\S+|\d+(?=\))", "…", record["message"])
    return f"{record['level']} {record['logger']}: {message}{f' [{reason}]' if reason else ''}"
