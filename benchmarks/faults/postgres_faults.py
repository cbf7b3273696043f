"""PostgreSQL stopped, killed, halted, and started again."""

import os
import signal
import time
from collections.abc import Callable

from ..output import say
from ..services import Postgres, descendants
from ..site import site_with_servers
from .walk import Crowd, Walker, print_log, print_results


def main() -> None:
    with site_with_servers() as (site, postgres, _redis):
        walker = Walker(site)
        print_results("in order", walker.walk())
        try_out(walker, "PostgreSQL stopped", postgres.stop, postgres.start)
        restart(walker, postgres)
        try_out(walker, "new connections are halted", lambda: halt_anew(postgres), postgres.resume)
        halt_all(walker, postgres)


def try_out(walker: Walker, fault: str, break_it: Callable, mend_it: Callable) -> None:
    since = time.time()
    break_it()
    print_results(fault, walker.walk(at_once=6))
    mend_it()
    say(f"\nIn order again after {walker.recovery():.1f} s.")
    print_log(walker.site, since)


def restart(walker: Walker, postgres: Postgres) -> None:
    """With twelve people who go on reading; what they are shown meanwhile."""
    since = time.time()
    pages = [page for page in walker.pages if page.form is None]
    with Crowd(walker, pages, people=6) as crowd:
        time.sleep(2)
        postgres.stop()
        time.sleep(2)
        postgres.start()
        time.sleep(3)
    statuses = sorted({str(result.status) for result in crowd.results})
    say(f"\nRestarted under {len(crowd.results)} requests: statuses {', '.join(statuses)}.")
    print_log(walker.site, since)


def halt_anew(postgres: Postgres) -> None:
    """Those that exist end, and the postmaster takes no others: nobody says so."""
    postmaster, *others = descendants(postgres.process.pid)
    os.kill(postmaster, signal.SIGSTOP)
    for pid in others:
        os.kill(pid, signal.SIGKILL)


def halt_all(walker: Walker, postgres: Postgres) -> None:
    """Whoever has a connection waits for the server as long as it is halted."""
    since = time.time()
    postgres.halt()
    print_results("PostgreSQL halted (SIGSTOP)", walker.walk(walker.pages[:6], at_once=6))
    postgres.resume()
    say(f"\nIn order again after {walker.recovery():.1f} s.")
    print_log(walker.site, since)


if __name__ == "__main__":
    main()
