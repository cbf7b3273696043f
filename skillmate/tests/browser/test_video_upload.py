"""A video goes up in chunks through the admin, into a lesson, and to those who may see it."""

from playwright.sync_api import Browser, Page, expect

from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.tests.files import add_files
from media.models import Video, VideoAsset

from .conftest import MARKS
from .sign_in import sign_in
from .upload_form import choose, chunks_of, expect_uploaded, form, storage

__all__ = ["form", "storage"]
pytestmark = MARKS


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
    add_files(lesson, video=video)
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
            sign_in(context, site_url, name)
            page.goto(site_url + lesson.url)
            player = page.locator("video")
            player.evaluate("video => { video.muted = true; return video.play(); }")
            player.evaluate("video => { video.currentTime = 30; }")
            page.wait_for_function(
                "() => { const v = document.querySelector('video');"
                " return !v.seeking && v.currentTime >= 30 && v.readyState >= 2; }"
            )
            assert player.evaluate("video => Math.round(video.duration)") == 40
        else:
            sign_in(context, site_url, name)
            assert page.request.get(f"{site_url}{video.url}").status == 404
        context.close()


def test_text_named_mp4_is_refused_in_words(storage: str, form: Page, tmp_path, expected_errors):
    expected_errors.append({"disk": "status of 415", "cloud": "status of 400"}[storage])
    # On disk there is nothing left to cancel; Cloudinary is asked whether it has it all the same.
    expected_errors.append({"disk": "status of 404", "cloud": "status of 409"}[storage])
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
    sign_in(page.context, site_url, "instructor")
    page.goto(f"{site_url}/admin/pages/{lesson.pk}/edit/")
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
