"""A video goes up in chunks through the admin, into a lesson, and to those who may see it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect

from courses.models import LessonPage
from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.tests.files import add_files
from media.models import Video, VideoAsset
from media.tests.uploading import REAL
from skillmate.tests.browser.conftest import MARKS

from .sign_in_form import fill_in

pytestmark = MARKS


@pytest.fixture(params=["disk", "cloud"])
def storage(request, settings) -> str:
    """Where the site keeps its videos; chunks are small, so that there are several."""
    settings.VIDEO_CHUNK_SIZE = 100_000
    if request.param == "cloud":
        request.getfixturevalue("cloudinary").smallest_chunk = 1000
    return request.param


@pytest.fixture
def lesson(index) -> LessonPage:
    setup_roles()
    user = factories.user("instructor")
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    course = factories.course(index, lessons=2)
    ensure_team(course, members=[user])
    return course.outline.lessons[0]


def sign_in(page: Page, site_url: str, name: str, path: str) -> None:
    page.goto(f"{site_url}/accounts/login/?next={path}")
    fill_in(page, name)
    page.wait_for_url(f"{site_url}{path}")


@pytest.fixture
def form(page: Page, site_url: str, lesson) -> Page:
    """The form of a new video, before an instructor."""
    sign_in(page, site_url, "instructor", "/admin/videos/new/")
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


def test_a_video_is_uploaded_in_chunks_and_played_by_those_enrolled(
    storage: str, form: Page, site_url: str, lesson, browser: Browser, request
):
    ranges = chunks_of(form)
    choose(form)
    expect_uploaded(form)
    expect(form.get_by_role("textbox", name="Title")).to_have_value("moon phases")
    form.get_by_role("button", name="Create").click()
    form.wait_for_url(f"{site_url}/admin/videos/")
    assert [content_range.partition("/")[0] for content_range in ranges] == [
        *("bytes 0-99999", "bytes 100000-199999", "bytes 200000-299999", "bytes 300000-384525")
    ]
    video = Video.objects.get()
    backend = {"disk": "local", "cloud": "cloudinary"}[storage]
    assert (video.asset.backend, video.asset.size, video.duration) == (backend, 384_526, 40)
    if storage == "cloud":
        _convert_to_mp4(request.getfixturevalue("cloudinary"), site_url)
    assert Video.objects.get().is_ready
    offer(lesson, video=video)
    _learner_seeks_and_a_stranger_gets_nothing(browser, site_url, lesson, video)


def _convert_to_mp4(cloudinary, site_url: str) -> None:
    """Cloudinary takes its time, then tells the site."""
    [asset] = cloudinary.assets
    url = f"{site_url}/media/cloudinary/webhook/"
    cloudinary.notify_soon(url, "eager", cloudinary.finish_eager(asset))
    assert cloudinary.deliver() == [200, 200]


def _learner_seeks_and_a_stranger_gets_nothing(browser, site_url, lesson, video) -> None:
    for name, is_enrolled in (("learner", True), ("stranger", False)):
        user = factories.user(name)
        context = browser.new_context()
        page = context.new_page()
        if is_enrolled:
            enroll(lesson.course, by=user)
            sign_in(page, site_url, name, lesson.url)
            player = page.locator("video")
            player.evaluate("video => { video.muted = true; return video.play(); }")
            player.evaluate("video => { video.currentTime = 30; }")
            page.wait_for_function(
                "() => { const v = document.querySelector('video');"
                " return !v.seeking && v.currentTime >= 30 && v.readyState >= 2; }"
            )
            assert player.evaluate("video => Math.round(video.duration)") == 40
        else:
            sign_in(page, site_url, name, "/learn/")
            assert page.request.get(f"{site_url}{video.url}").status == 404
        context.close()


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


@pytest.mark.usefixtures("storage")
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


@pytest.mark.usefixtures("storage")
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


def test_text_named_mp4_is_refused_in_words(storage: str, form: Page, tmp_path, expected_errors):
    expected_errors.append({"disk": "status of 415", "cloud": "status of 400"}[storage])
    expected_errors.append("status of 404")  # on disk there is nothing left to cancel
    text_file = tmp_path / "notes.mp4"
    text_file.write_text("My notes. " * 100)
    choose(form, text_file)
    message = {"disk": "This is no .mp4 video", "cloud": "Invalid video file"}[storage]
    expect(form.get_by_role("status").filter(has_text=message)).to_be_visible()
    assert not Video.objects.exists()
    # Nothing of it stays in the way of another file.
    choose(form)
    expect_uploaded(form)
    expect(form.get_by_role("textbox", name="Title")).to_have_value("moon phases")
    assert VideoAsset.objects.count() == 1


def test_a_video_is_uploaded_where_it_is_chosen(page: Page, site_url: str, lesson, settings):
    settings.VIDEO_CHUNK_SIZE = 100_000
    sign_in(page, site_url, "instructor", f"/admin/pages/{lesson.pk}/edit/")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Insert a block").last.click()
    page.get_by_role("option", name="Video", exact=True).click()
    page.get_by_role("button", name="Choose a video").click()
    page.get_by_role("tab", name="Upload").click()
    choose(page)
    expect_uploaded(page)
    page.get_by_role("button", name="Add this video").click()
    expect(page.get_by_role("region", name="Video")).to_contain_text("moon phases")
    video = Video.objects.get()
    assert (video.title, video.duration, video.is_ready) == ("moon phases", 40, True)
    assert video.collection.name.endswith(lesson.course.title)
    page.wait_for_timeout(1500)  # autosave, which would be cut off


def test_a_second_of_a_video_on_disk_becomes_its_poster(form: Page, site_url: str):
    choose(form)
    expect_uploaded(form)
    form.get_by_role("spinbutton", name="Second of the video").fill("12")
    form.keyboard.press("Tab")
    expect(form.get_by_role("img", name="The poster")).to_be_visible()
    form.get_by_role("button", name="Create").click()
    form.wait_for_url(f"{site_url}/admin/videos/")
    poster = Video.objects.get().poster
    assert (poster.title, poster.width, poster.height) == ("moon phases", 1280, 720)
