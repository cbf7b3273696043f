"""gunicorn told to start anew (HUP), and a worker killed, with requests on their way."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from itertools import count

from ..output import say
from ..services import wait_until
from ..site import Site, site_with_servers
from .walk import Crowd, Page, Walker, print_log

STORED = """
from home.models import ContactMessage
print("\\n".join(ContactMessage.objects.values_list("subject", flat=True)))
"""


class Writers(Crowd):
    """Each writes a message after another, with a number of its own."""

    def __init__(self, walker: Walker) -> None:
        super().__init__(walker, [], people=4)
        self.numbers = count()

    def go_once(self) -> None:
        fields = {"name": "Ann", "email": "ann@example.org", "message": "Hi!"}
        fields["subject"] = f"No. {next(self.numbers)}"
        self.results.append(self.walker.open(Page("write", "/contact/", "newcomer", fields)))


def main() -> None:
    with site_with_servers() as (site, _postgres, _redis):
        walker = Walker(site)
        try_out(walker, "gunicorn HUP", lambda: site.master.send_signal(signal.SIGHUP))
        try_out(
            walker, "a worker killed (-9)", lambda: os.kill(site.worker_pids()[0], signal.SIGKILL)
        )
        try_out(walker, "all workers killed (-9)", lambda: kill_all(site))


def kill_all(site: Site) -> None:
    for pid in site.worker_pids():
        os.kill(pid, signal.SIGKILL)


def try_out(walker: Walker, fault: str, break_it: Callable) -> None:
    since, site = time.time(), walker.site
    before = {*site.worker_pids()}
    readers = Crowd(walker, [page for page in walker.pages if page.form is None], people=4)
    with readers, Writers(walker) as writers:
        time.sleep(3)
        broken_at = time.monotonic()
        break_it()
        wait_until(lambda: len({*site.worker_pids()} - before) > 0)
        say(f"\n{fault}: another worker after {time.monotonic() - broken_at:.1f} s.")
        time.sleep(5)
    statuses = Counter(str(result.status) for result in readers.results + writers.results)
    say(", ".join(f"{number} × {status}" for status, number in statuses.most_common()))
    slowest = max(readers.results, key=lambda result: result.seconds)
    say(f"The slowest page: {slowest.page.name}, {slowest.seconds:.2f} s.")
    compare(writers, site)
    say(f"In order again after {walker.recovery():.1f} s.")
    print_log(site, since)


def compare(writers: Writers, site: Site) -> None:
    """Whether what was acknowledged is stored."""
    thanked = {result.page.form["subject"] for result in writers.results if result.status == 302}
    stored = {*site.manage("shell", "--no-imports", "-c", STORED).splitlines()}
    say(f"{len(thanked)} messages acknowledged, of which lost: {len(thanked - stored)}.")


if __name__ == "__main__":
    main()
