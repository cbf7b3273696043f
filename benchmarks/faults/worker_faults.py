"""A worker that is killed in the middle of a release, on both databases.

`python -m benchmarks.faults.worker_faults`: after each kill the course is live whole or not at all;
a worker that is started again finishes it by itself.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import ExitStack

from ..output import say
from ..services import Postgres, wait_until
from ..site import Site

LESSONS = 80
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from courses.models import CourseIndexPage, CourseRelease
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests import factories
from courses.teams.team import ensure_team
from django.contrib.auth.models import User
instructor, editor = (
    User.objects.get(email=f"{{name}}@example.com") for name in ("instructor", "editor")
)
course = factories.complete_course(CourseIndexPage.objects.get(), lessons={LESSONS}, live=False)
ensure_team(course, members=[instructor])
submit(course, by=instructor, despite_findings=True)
hour = timezone.now() + timedelta(seconds=15)
approve(course, by=editor, fingerprint=Changes(course).fingerprint, go_live_at=hour)
print(course.pk)
"""
STATE = """
from courses.models import CoursePage, LessonPage
course = CoursePage.objects.get(pk={pk})
print(int(course.live), LessonPage.objects.child_of(course).live().count())
"""


def shell(site: Site, code: str) -> list[int]:
    output = site.manage("shell", "--no-imports", "-c", code)
    return [int(number) for number in output.split("\n")[-2].split()]


def kill_in_the_middle(site: Site, seconds: float) -> bool:
    """Whether it was still at work then."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "publish_due"],
        cwd=site.folder,
        env=site.environment("production"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)
        return True
    return False


def run(name: str, variables: dict[str, str]) -> None:
    with Site(variables) as site:
        [pk] = shell(site, MAKE)
        time.sleep(15)
        say(f"\n## A release of {LESSONS} lessons on {name}\n")
        seconds = 1.0
        while kill_in_the_middle(site, seconds):
            live, lessons = shell(site, STATE.format(pk=pk))
            say(f"killed after {seconds:.2f} s: course live {live}, lessons live {lessons}")
            if (live, lessons) not in {(0, 0), (1, LESSONS)}:
                raise AssertionError("Half of a release is live.")
            if live:
                break
            seconds += 0.15
        else:
            say(f"not killed: done within {seconds:.2f} s")
        started = time.monotonic()
        site.start_worker()
        wait_until(lambda: shell(site, STATE.format(pk=pk)) == [1, LESSONS], 150)
        say(f"live whole {time.monotonic() - started:.1f} s after a worker was started")


def main() -> None:
    run("SQLite", {})
    with ExitStack() as stack:
        postgres = stack.enter_context(Postgres())
        run("PostgreSQL", {"DATABASE_URL": postgres.url})


if __name__ == "__main__":
    main()
