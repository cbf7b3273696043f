"""Two machines are restarted one after the other, again and again, under 10,000 requests.

    .venv/bin/python -m benchmarks.scaleout.rolling_restart

Every request but those for static files reaches one of them: nginx keeps no pages here. Says how
many failed, whether each message that was acknowledged is stored once, and who knew whom.
"""

from __future__ import annotations

import time
from collections import Counter
from itertools import count
from threading import Lock, Thread

from ..output import say
from .machines import Cluster, cluster
from .visitor import Visitor

REQUESTS, PEOPLE = 10_000, 8
STORED = """
from home.models import ContactMessage
print("\\n".join(ContactMessage.objects.values_list("subject", flat=True)))
"""


class Crowd:
    """Of twenty requests one writes a message, one opens what only a learner sees, and the others
    public pages, as visitors do."""

    def __init__(self, both: Cluster) -> None:
        self.both, self.numbers, self.lock = both, count(), Lock()
        self.student = signed_in(both)
        self.statuses: Counter[str] = Counter()
        self.thanked: list[str] = []
        self.slowest = 0.0

    def run(self) -> list[Thread]:
        threads = [Thread(target=self._go, args=(number,)) for number in range(PEOPLE)]
        for thread in threads:
            thread.start()
        return threads

    def _go(self, number: int) -> None:
        visitor = Visitor(self.both.nginx)
        visitor.cookies |= self.student.cookies
        token = visitor.token("/contact/")
        guest = Visitor(self.both.nginx)
        while (request := next(self.numbers)) < REQUESTS:
            started = time.monotonic()
            try:
                status = self._ask(visitor, guest, token, request)
            except Exception as error:
                status = type(error).__name__
                visitor.connection.close()
                guest.connection.close()
            with self.lock:
                self.statuses[str(status)] += 1
                self.slowest = max(self.slowest, time.monotonic() - started)

    def _ask(self, visitor: Visitor, guest: Visitor, token: str, request: int) -> int:
        match request % 20:
            case 0:
                subject = f"No. {request}"
                form = {"name": "Ann", "email": "ann@example.org", "message": "Hi!"}
                fields = {**form, "subject": subject, "csrfmiddlewaretoken": token}
                status, _text = visitor.open("/contact/", fields)
                if status == 302:
                    with self.lock:
                        self.thanked.append(subject)
                return status
            case 1:
                return visitor.open("/learn/")[0]
            case number:
                return guest.open(("/", "/courses/", "/about/")[number % 3])[0]


def main() -> None:
    with cluster(keeps_pages=False) as both:
        share_sessions(both)
        for is_announced in (True, False):
            restart_all_the_time(both, is_announced=is_announced)


def share_sessions(both: Cluster) -> None:
    visitor = signed_in(both)
    for machine in both.machines:
        both.nginx.use(machine.port)
        time.sleep(1)
        say(f"Signed in once; machine {machine.name} answers /learn/: {visitor.open('/learn/')[0]}")
    both.nginx.use(*both.ports)
    time.sleep(1)


def signed_in(both: Cluster) -> Visitor:
    """Once for everybody: how often an account may is limited."""
    visitor = Visitor(both.nginx)
    visitor.sign_in("student")
    return visitor


def restart_all_the_time(both: Cluster, *, is_announced: bool) -> None:
    how = "taken out of nginx meanwhile" if is_announced else "without a word to nginx"
    before, started = [machine.answered() for machine in both.machines], time.monotonic()
    crowd = Crowd(both)
    threads, restarts = crowd.run(), 0
    while any(thread.is_alive() for thread in threads):
        both.restart(both.machines[restarts % 2], is_announced=is_announced)
        restarts += 1
    seconds = time.monotonic() - started
    answered = [
        machine.answered() - old for machine, old in zip(both.machines, before, strict=True)
    ]
    statuses = ", ".join(f"{number} × {status}" for status, number in crowd.statuses.most_common())
    say(f"\n{restarts} restarts, {how}: {REQUESTS} requests in {seconds:.0f} s: {statuses}")
    say(f"The slowest took {crowd.slowest:.1f} s. Answered by A and B: {answered}")
    stored = Counter(both.site.manage("shell", "--no-imports", "-c", STORED).splitlines())
    lost = [subject for subject in crowd.thanked if subject not in stored]
    twice = [subject for subject, number in stored.items() if number > 1]
    say(f"{len(crowd.thanked)} messages acknowledged: {len(lost)} lost, {len(twice)} stored twice")
    both.site.manage("shell", "--no-imports", "-c", FORGET)


FORGET = """
from home.models import ContactMessage
ContactMessage.objects.all().delete()
"""

if __name__ == "__main__":
    main()
