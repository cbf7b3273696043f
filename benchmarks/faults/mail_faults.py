"""A mail server that is down, silent, or refuses every seventh; a worker killed in the middle.

`python -m benchmarks.faults.mail_faults`: people sign up meanwhile, and a hundred messages wait.
"""

from __future__ import annotations

import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import requests

from web.tests import smtp

from ..output import say
from ..services import wait_until
from ..site import Site
from .walk import TOKEN, Page, Walker, print_log, print_results

PEOPLE = 13
MESSAGES = 100
QUEUE = """
from django.core.mail import EmailMessage
for number in range({number}):
    EmailMessage("Hello", "A message.", to=[f"{{number}}@example.org"]).send()
"""
STATES = """
from web.models import OutgoingMail
mail = OutgoingMail.objects
print(mail.filter(failed_at=None).exclude(sent_at=None).count(), mail.waiting().count(),
    mail.failed().count(), mail.filter(sent_at=None, tries__gt=0).count())
"""


def sign_up(site: Site, number: int) -> tuple[int, float]:
    """Its status, and the seconds from the click to the page that follows."""
    session, url = requests.Session(), f"{site.url}/accounts/signup/"
    token = TOKEN.search(session.get(url, timeout=15).text)[1]
    started = time.monotonic()
    response = session.post(
        url,
        data={"email": f"person-{number}@example.org", "password1": "correct horse battery"},
        headers={"Referer": url, "X-CSRFToken": token, "X-Forwarded-For": f"10.9.0.{number}"},
        timeout=15,
    )
    return response.status_code, time.monotonic() - started


def sign_ups(site: Site, first: int) -> None:
    with ThreadPoolExecutor(PEOPLE) as pool:
        results = [*pool.map(lambda number: sign_up(site, first + number), range(PEOPLE))]
    statuses, seconds = Counter(status for status, _ in results), [time for _, time in results]
    say(f"{PEOPLE} sign-ups at once: {dict(statuses)}, slowest {max(seconds):.2f} s")


def states(site: Site) -> tuple[int, int, int, int]:
    """How many have left, wait, were given up, and have been tried in vain."""
    output = site.manage("shell", "--no-imports", "-c", STATES)
    return tuple(int(number) for number in output.split()[-4:])


def arrival(server: smtp.MailServer, number: int) -> None:
    seconds = wait_until(lambda: len(set(server.recipients)) >= number, 300)
    doubles = len(server.recipients) - len(set(server.recipients))
    say(f"{number} people have their message {seconds:.1f} s later; doubles: {doubles}")


def down(site: Site, walker: Walker, port: int) -> None:
    say("\n## The mail server is down")
    since = time.time()
    sign_ups(site, 0)
    print_results("while it is down", walker.walk([Page("healthz", "/healthz"), Page("home", "/")]))
    say(f"left, waiting, given up, tried: {states(site)}")
    with smtp.running(port) as server:
        arrival(server, PEOPLE)
    print_log(site, since)


def silent(site: Site, walker: Walker, port: int) -> None:
    say("\n## The mail server takes connections and says nothing")
    since = time.time()
    with smtp.socket.create_server(("127.0.0.1", port)):
        sign_ups(site, 50)
        results = walker.walk([Page("healthz", "/healthz"), Page("home", "/")])
        print_results("while it is silent", results)
        time.sleep(12)  # the worker has waited for it by now
    with smtp.running(port) as server:
        arrival(server, PEOPLE)
    print_log(site, since)


def killed(site: Site, port: int) -> None:
    say(f"\n## Every seventh message is refused, and the worker is killed among {MESSAGES}")
    seen: Counter[str] = Counter()

    def reply(address: str) -> str:
        seen[address] += 1
        time.sleep(0.02)
        is_refused = seen[address] == 1 and sum(seen.values()) % 7 == 0
        return "451 Later" if is_refused else smtp.OK

    with smtp.running(port) as server:
        server.reply = reply
        site.manage("shell", "--no-imports", "-c", QUEUE.format(number=MESSAGES))
        site.start_worker()  # a second one beside the first
        wait_until(lambda: len(server.messages) >= MESSAGES // 3, 60)
        site.kill_worker(signal.SIGKILL)
        say(f"killed when {len(server.messages)} had arrived")
        site.start_worker()
        arrival(server, MESSAGES)
    say(f"left, waiting, given up, tried: {states(site)}")


def main() -> None:
    port = smtp.free_port()
    variables = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "EMAIL_TIMEOUT": "5"}
    with Site(variables) as site:
        site.start_worker()
        walker = Walker(site)
        down(site, walker, port)
        silent(site, walker, port)
        killed(site, port)


if __name__ == "__main__":
    main()
