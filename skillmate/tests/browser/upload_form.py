"""The form of a new video, before an instructor, on a site with either storage."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from media.tests.uploading import REAL

from .sign_in import sign_in


@pytest.fixture(params=["disk", "cloud"])
def storage(request, settings) -> str:
    """Where the site keeps its videos; chunks are small, so that there are several."""
    settings.VIDEO_CHUNK_SIZE = 100_000
    if request.param == "cloud":
        request.getfixturevalue("cloudinary").smallest_chunk = 1000
    return request.param


@pytest.fixture
def form(page: Page, site_url: str, lesson) -> Page:
    """The form of a new video, before an instructor."""
    sign_in(page.context, site_url, "instructor")
    page.goto(f"{site_url}/admin/videos/new/")
    return page


def chunks_of(page: Page) -> list[str]:
    """The ranges the browser sends from now on."""
    ranges: list[str] = []

    def record(request) -> None:
        if content_range := request.headers.get("content-range"):
            ranges.append(content_range)

    page.on("request", record)
    return ranges


def choose(page: Page, path: Path = REAL) -> None:
    page.locator("video-upload input[type=file]").set_input_files(path)


def expect_uploaded(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text="The video is uploaded")).to_be_visible()
