"""An upload goes on after whatever interrupts it, and sends nothing twice."""

import pytest
from playwright.sync_api import Page, expect

from media.models import VideoAsset

from .conftest import MARKS
from .upload_form import choose, chunks_of, expect_uploaded, form, storage

__all__ = ["form", "storage"]
pytestmark = MARKS


@pytest.mark.usefixtures("storage")
def test_an_upload_goes_on_after_a_pause_and_after_a_reload(form: Page):
    routes: list = []
    second_range = "bytes 100000-"

    def hold(route) -> None:
        if not routes and route.request.headers.get("content-range", "").startswith(second_range):
            routes.append(route)
        else:
            route.fallback()

    form.route("**/*", hold)
    choose(form)
    form.wait_for_function("() => document.querySelector('progress').value > 20")
    form.wait_for_timeout(300)
    form.get_by_role("button", name="Pause").click()
    expect(form.get_by_role("button", name="Resume")).to_be_focused()
    form.reload()
    expect(form.get_by_role("status").filter(has_text="You began to upload")).to_be_visible()
    form.unroute("**/*")
    ranges = chunks_of(form)
    choose(form)
    expect_uploaded(form)
    assert ranges[0].startswith(second_range)
    assert VideoAsset.objects.count() == 1


@pytest.mark.usefixtures("storage")
def test_pausing_and_going_on_at_once_sends_nothing_twice(form: Page):
    routes: list = []

    def hold(route) -> None:
        if "content-range" in route.request.headers:
            routes.append(route)
        else:
            route.fallback()

    form.route("**/*", hold)
    ranges = chunks_of(form)
    choose(form)
    for _ in range(5):
        form.get_by_role("button", name="Pause").press("Enter")
        form.get_by_role("button", name="Resume").press("Enter")
    form.unroute("**/*", hold)  # lets go of what is held
    expect_uploaded(form)
    assert ranges[-1].startswith("bytes 300000-384525/")
    assert VideoAsset.objects.count() == 1


@pytest.mark.usefixtures("storage")
def test_an_upload_whose_last_response_was_lost_is_finished(form: Page, expected_errors):
    expected_errors.append("status of 4")  # that part again: 409 here, 400 from Cloudinary
    responses: list = []

    def lose(route) -> None:
        content_range = route.request.headers.get("content-range", "")
        if content_range.startswith("bytes 300000-") and not responses:
            responses.append(route.fetch())
        else:
            route.fallback()

    form.route("**/*", lose)
    choose(form)
    while not responses:
        form.wait_for_timeout(20)
    assert responses[0].ok
    form.get_by_role("button", name="Pause").press("Enter")
    form.get_by_role("button", name="Resume").press("Enter")
    expect_uploaded(form)
    assert VideoAsset.objects.get().is_whole


@pytest.fixture
def slow_start(form: Page) -> list:
    """Holds the first request of an upload back: `continue_()` lets it go."""
    routes: list = []
    form.route("**/media/uploads/", lambda route: routes.append(route))
    return routes


def wait_for_request(form: Page, routes: list) -> None:
    while not routes:
        form.wait_for_timeout(20)


def test_pausing_before_the_upload_has_begun_begins_it_once(form: Page, slow_start: list):
    choose(form)
    wait_for_request(form, slow_start)
    form.get_by_role("button", name="Pause").press("Enter")
    form.get_by_role("button", name="Resume").press("Enter")
    form.wait_for_timeout(200)
    for route in slow_start:
        route.continue_()
    expect_uploaded(form)
    assert (len(slow_start), VideoAsset.objects.count()) == (1, 1)


def test_cancelling_before_the_upload_has_begun_leaves_nothing(form: Page, slow_start: list):
    choose(form)
    wait_for_request(form, slow_start)
    form.get_by_role("button", name="Cancel").press("Enter")
    with form.expect_response("**/cancel/"):
        slow_start[0].continue_()
    assert not VideoAsset.objects.exists()
    form.reload()
    expect(form.get_by_role("status").filter(has_text="You began to upload")).to_be_hidden()


@pytest.mark.usefixtures("storage")
def test_a_bad_connection_is_tried_again(form: Page, expected_errors):
    expected_errors.append("status of 503")
    failed_ranges: list[str] = []

    def break_once(route) -> None:
        content_range = route.request.headers.get("content-range", "")
        if content_range.startswith("bytes 200000-") and content_range not in failed_ranges:
            failed_ranges.append(content_range)
            route.fulfill(status=503, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.fallback()

    form.route("**/*", break_once)
    choose(form)
    expect_uploaded(form)
    assert len(failed_ranges) == 1
    assert VideoAsset.objects.get().is_whole
