"""A real browser against a real server. Skipped where the system has no Chromium."""

import os
import shutil
from collections.abc import Iterator
from threading import get_ident
from time import monotonic, sleep

import pytest
from django.core.signals import request_finished, request_started
from playwright.sync_api import expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
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
def expected_errors() -> list[str]:
    """Parts of what the browser may log in a test that lets something be refused."""
    return []


@pytest.fixture
def under_way() -> Iterator[set[int]]:
    """The threads of the server that are answering a request right now."""
    threads: set[int] = set()

    def started(**signal):
        threads.add(get_ident())

    def finished(**signal):
        threads.discard(get_ident())

    request_started.connect(started)
    request_finished.connect(finished)
    yield threads
    request_started.disconnect(started)
    request_finished.disconnect(finished)


@pytest.fixture(autouse=True)
def _quiet_console(page, under_way, transactional_db, expected_errors):
    """No page may log an error: a blocked script or a missing file is a defect.

    Asks for the database so that the page is left before the tables are flushed: a late request
    would write into them.
    """
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(_told(line)) if line.type == "error" else None)
    yield
    page.goto("about:blank")
    wait_until_quiet(under_way)
    assert [each for each in errors if not any(part in each for part in expected_errors)] == []


def wait_until_quiet(under_way: set[int], seconds: float = 0.2) -> None:
    """Until nothing was answered for so long, as the browser gave up its requests unheard."""
    began = quiet_since = monotonic()
    while monotonic() - quiet_since < seconds:
        sleep(0.02)
        if under_way:
            quiet_since = monotonic()
        assert quiet_since - began < 30, "The server is still answering somebody who left."


def _told(line) -> str:
    return f"{line.text} at {line.location['url']}"
