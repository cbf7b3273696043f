"""Redis stopped, halted, started again."""

import time
from collections.abc import Callable

from ..output import say
from ..site import site_with_servers
from .walk import Walker, print_log, print_results


def main() -> None:
    with site_with_servers() as (site, _postgres, redis):
        walker = Walker(site)
        print_results("in order", walker.walk())
        try_out(walker, "Redis stopped", redis.stop, redis.start)
        try_out(walker, "Redis halted (SIGSTOP)", redis.halt, redis.resume)
        since = time.time()
        redis.stop()
        redis.start()
        print_results("Redis restarted", walker.walk())
        print_log(site, since)


def try_out(walker: Walker, fault: str, break_it: Callable, mend_it: Callable) -> None:
    since = time.time()
    break_it()
    print_results(fault, walker.walk())
    crowd = walker.walk(walker.pages * 5, at_once=12)
    slowest = max(crowd, key=lambda result: result.seconds)
    say(f"\n{len(crowd)} pages for twelve at once; the slowest: {slowest.seconds:.2f} s.")
    mend_it()
    say(f"In order again after {walker.recovery():.1f} s.")
    print_log(walker.site, since)


if __name__ == "__main__":
    main()
