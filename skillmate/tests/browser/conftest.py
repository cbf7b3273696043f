"""A real browser against a real server. Skipped where the system has no Chromium."""

import os
import shutil
from collections.abc import Iterator
from threading import get_ident
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core.signals import request_finished, request_started
from playwright.sync_api import BrowserContext, Page, expect

from courses.models import LessonPage
from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from media.tests.cloudinary import LOCAL_HOSTS
from media.tests.standin import StandIn
from skillmate.settings.headers import PLAYERS, admin_policy, public_policy

CHROMIUM = (
    shutil.which("chromium-headless-shell")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or ""
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# For every module of browser tests.
MARKS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this system"),
]
REFUSED = "The policy refuses"
# But what a tool does to the page (`isLookedAt`).
REPORT_REFUSALS = f"""
    document.addEventListener("securitypolicyviolation", (event) => {{
        const {{ blockedURI, documentURI, violatedDirective }} = event;
        if (!document.isLookedAt) {{
            console.warn(`{REFUSED} ${{blockedURI}} at ${{documentURI}}: ${{violatedDirective}}`);
        }}
    }});
"""
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong
# Playwright runs an event loop in this thread, which Django would take for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    # Smooth scrolling would move what a test is about to press.
    return {**browser_context_args, "reduced_motion": "reduce"}


@pytest.fixture
def site_url(live_server, settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


@pytest.fixture
def cloudinary(cloudinary, settings) -> StandIn:
    """With a policy that allows for it, as settings have for an account."""
    account = settings.CLOUDINARY_ACCOUNT
    settings.SECURE_CSP = public_policy(account, settings.SOCIALACCOUNT_PROVIDERS)
    settings.SECURE_CSP_ADMIN = admin_policy(settings.SECURE_CSP, account, unsafe_inline=False)
    return cloudinary


@pytest.fixture
@cached_fixture
def lesson(index) -> LessonPage:
    """On the team of its course is `instructor`."""
    setup_roles()
    user = factories.user("instructor")
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    course = factories.course(index, lessons=2)
    ensure_team(course, members=[user])
    return course.outline.lessons[0]


@pytest.fixture
def axe_page(browser) -> Iterator[Page]:
    """For looking at pages, some of which lack something: their console may say what it likes."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of what the browser may log in a test that lets something be refused."""
    return []


@pytest.fixture
def active_threads() -> Iterator[set[int]]:
    """The threads of the server that are answering a request right now."""
    threads: set[int] = set()

    def on_start(**signal):
        threads.add(get_ident())

    def on_finish(**signal):
        threads.discard(get_ident())

    request_started.connect(on_start)
    request_finished.connect(on_finish)
    yield threads
    request_started.disconnect(on_start)
    request_finished.disconnect(on_finish)


@pytest.fixture(autouse=True)
def _quiet_console(page, browser, monkeypatch, active_threads, transactional_db, expected_errors):
    """No page may log an error: a blocked script or a missing file is a defect. In browsers that a
    test opens itself and lets fail, only what is said of the policy and of other hosts counts.

    Asks for the database so that the page is left before the tables are flushed: a late request
    would write into them.
    """
    errors: list[str] = []
    new_context = browser.new_context

    def new_recorded_context(**options) -> BrowserContext:
        context = new_context(**options)
        record_refusals(context, errors)
        return context

    monkeypatch.setattr(browser, "new_context", new_recorded_context)
    record_refusals(page.context, errors)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on(
        "console",
        lambda message: errors.append(_console_text(message)) if message.type == "error" else None,
    )
    yield
    page.goto("about:blank")
    wait_until_quiet(active_threads)
    assert [error for error in errors if not any(part in error for part in expected_errors)] == []


def record_refusals(context: BrowserContext, errors: list[str]) -> None:
    """Notes in `errors` what the policy refuses the pages of `context`, framed ones included, and
    which other hosts they ask for something."""
    context.add_init_script(REPORT_REFUSALS)
    context.on(
        "console", lambda message: errors.extend([message.text] * message.text.startswith(REFUSED))
    )
    context.on("request", lambda request: errors.extend(_foreign_requests(request.url)))


def _foreign_requests(url: str) -> list[str]:
    """The URL, unless it is on this machine or of a player that somebody embedded."""
    parts = urlsplit(url)
    is_here = parts.scheme not in ("http", "https") or parts.hostname in LOCAL_HOSTS
    return [] if is_here or f"{parts.scheme}://{parts.netloc}" in PLAYERS else [f"asked for {url}"]


def wait_until_quiet(active_threads: set[int], seconds: float = 0.2) -> None:
    """Until nothing was answered for so long, as the browser gave up its requests unheard."""
    start = quiet_since = monotonic()
    while monotonic() - quiet_since < seconds:
        sleep(0.02)
        if active_threads:
            quiet_since = monotonic()
        assert quiet_since - start < 30, "The server is still answering somebody who left."


def _console_text(message) -> str:
    return f"{message.text} at {message.location['url']}"
