"""A client that opens every kind of page as people do, and tells what it got and when."""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import requests

from ..output import say
from ..site import Site

PASSWORD = "learn-and-teach"  # noqa: S105  (of the demo accounts)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
TIMEOUT = 15.0  # seconds; whoever waits longer has left
HEADING = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    person: str = "visitor"
    form: dict | None = None
    files: dict | None = None


@dataclass(frozen=True)
class Result:
    page: Page
    status: int | str
    seconds: float
    heading: str = ""

    @property
    def is_server_error(self) -> bool:
        return not isinstance(self.status, int) or self.status >= 500


class Walker:
    """Three people, signed in while the site was in order."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.people = {"visitor": requests.Session()}
        self.tokens: dict[str, str] = {}
        for name in ("student", "admin"):
            self.people[name] = self._signed_in(name)
        addresses = site.addresses
        if not addresses:
            self._open_for_pictures()
            site.look_up_addresses()
            addresses = site.addresses
        self._enroll(addresses["course_id"])

    @property
    def pages(self) -> list[Page]:
        known = self.site.addresses
        sign_in = {"login": "student@example.com", "password": PASSWORD}
        return [
            Page("landing", "/"),
            Page("catalogue", "/courses/"),
            Page("search", "/search/?q=sky"),
            Page("course", known["course"]),
            Page("lesson, free", known["free"]),
            Page("lesson, enrolled", known["locked"], "student"),
            Page("my learning", "/learn/", "student"),
            Page("library", "/learn/library/", "student"),
            Page("profile", "/profile/", "student"),
            Page("sign-in form", "/accounts/login/"),
            Page("sign-up form", "/accounts/signup/"),
            Page("admin, dashboard", "/admin/", "admin"),
            Page("admin, editor", f"/admin/pages/{known['course_id']}/edit/", "admin"),
            Page("sitemap", "/sitemap.xml"),
            Page("picture", known["picture"]),
            Page("healthz", "/healthz"),
            Page("not there", "/nothing/here/"),
            Page("sign in", "/accounts/login/", "newcomer", sign_in),
            Page("save a course", f"/learn/courses/{known['course_id']}/save/", "student", {}),
            Page(
                "complete a lesson", f"/learn/lessons/{known['locked_id']}/complete/", "student", {}
            ),
        ]

    def walk(self, pages: Iterable[Page] | None = None, *, at_once: int = 1) -> list[Result]:
        """Each page once, by so many people at the same time."""
        with ThreadPoolExecutor(at_once) as pool:
            return [*pool.map(self.open, pages or self.pages)]

    def open(self, page: Page) -> Result:
        started = time.monotonic()
        try:
            response = self._request(page)
        except requests.RequestException as error:
            return Result(page, type(error).__name__, time.monotonic() - started)
        seconds = time.monotonic() - started
        heading = HEADING.search(response.text) if response.status_code >= 400 else None
        words = re.sub(r"<[^>]+>|\s+", " ", heading[1]).strip() if heading else ""
        return Result(page, response.status_code, seconds, words)

    def recovery(self, *, seconds: float = 60.0) -> float:
        """How many seconds it takes until no page is an error any more."""
        started = time.monotonic()
        while any(map(_is_refused, self.walk())):
            if time.monotonic() - started > seconds:
                raise TimeoutError("It does not recover.")
            time.sleep(0.5)
        return time.monotonic() - started

    def _request(self, page: Page) -> requests.Response:
        session = self.people.get(page.person) or requests.Session()
        url = self.site.url + page.path
        if page.form is None:
            return session.get(url, timeout=TIMEOUT, allow_redirects=False)
        headers = {"Referer": url, "X-Forwarded-For": _address()}
        if page.person in self.tokens:
            headers["X-CSRFToken"] = self.tokens[page.person]
        else:
            # Whoever has the form on the screen since before the fault.
            session.cookies.update(self.newcomer_cookies)
            headers["X-CSRFToken"] = self.tokens["form"]
        return session.post(
            url,
            data=page.form,
            files=page.files,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )

    def _signed_in(self, name: str) -> requests.Session:
        session, url = requests.Session(), f"{self.site.url}/accounts/login/"
        token = TOKEN.search(session.get(url, timeout=TIMEOUT).text)[1]
        self.tokens["form"] = token
        self.newcomer_cookies = session.cookies.copy()
        fields = {"login": f"{name}@example.com", "password": PASSWORD}
        headers = {"Referer": url, "X-CSRFToken": token}
        response = session.post(url, data=fields, headers=headers, timeout=TIMEOUT)
        response.raise_for_status()
        page = session.get(f"{self.site.url}/accounts/password/change/", timeout=TIMEOUT)
        self.tokens[name] = TOKEN.search(page.text)[1]
        return session

    def _enroll(self, course_id: int) -> None:
        page = Page("enrol", f"/learn/courses/{course_id}/enrol/", "student", {})
        if self.open(page).status != 303:
            raise RuntimeError("The student could not enrol.")

    def _open_for_pictures(self) -> None:
        """So that they are asked for, and made."""
        for path in ("/", "/courses/"):
            self.people["visitor"].get(self.site.url + path, timeout=60)
        make = "from media.rendition_queue import make_requested; make_requested()"
        self.site.manage("shell", "--no-imports", "-c", make)


class Crowd:
    """So many who open pages one after another until it is over; see `results`."""

    def __init__(self, walker: Walker, pages: list[Page], people: int = 8) -> None:
        self.walker, self.pages = walker, pages
        self.results: list[Result] = []
        self._is_over = threading.Event()
        self._threads = [threading.Thread(target=self._go) for _ in range(people)]

    def _go(self) -> None:
        while not self._is_over.is_set():
            self.go_once()

    def go_once(self) -> None:
        for page in self.pages:
            self.results.append(self.walker.open(page))

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()


def _address() -> str:
    """Another each time: limits are tried elsewhere."""
    return f"10.{'.'.join(str(secrets.randbelow(254) + 1) for _ in range(3))}"


def _is_refused(result: Result) -> bool:
    return result.is_server_error or result.status == 429


def print_results(fault: str, results: list[Result]) -> None:
    say(f"\n| {fault} | status | seconds | what it says |\n|---|---|---|---|")
    for result in results:
        page = result.page
        name = page.name if page.form is None else f"{page.name} (POST)"
        say(f"| {name} | {result.status} | {result.seconds:.2f} | {result.heading} |")


def print_log(site: Site, since: float) -> None:
    say("\nLogged from WARNING upwards:")
    for line, number in site.logged(since).most_common() or [("nothing", 0)]:
        say(f"* {number} × {line}")
