"""A real browser against a real server. Skipped where the system has no Chromium."""

import os
import shutil

import pytest

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


@pytest.fixture(autouse=True)
def _quiet_console(page, transactional_db, expected_errors):
    """No page may log an error: a blocked script or a missing file is a defect.

    Asks for the database so that the page is left before the tables are flushed: a late request
    would write into them.
    """
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(_told(line)) if line.type == "error" else None)
    yield
    page.goto("about:blank")
    page.wait_for_timeout(200)
    assert [each for each in errors if not any(part in each for part in expected_errors)] == []


def _told(line) -> str:
    return f"{line.text} at {line.location['url']}"
