"""What the editor says of chosen pictures and videos to those who cannot see or hear them."""

from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from courses.models import CoursePage
from courses.teams.team import ensure_team
from courses.tests import factories
from media.models import Video, VideoTrack
from media.tests import factories as media
from media.tests.uploading import REAL

from .conftest import MARKS
from .editor import expect_autosaved, observe, save_draft, wait_for_autosave
from .editor_actions import insert
from .sign_in import sign_in
from .upload_form import choose, expect_uploaded

pytestmark = MARKS

VTT = b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe Moon.\n"


def open_editor(page: Page, site_url: str, key: int) -> None:
    sign_in(page.context, site_url, "instructor")
    page.goto(f"{site_url}/admin/pages/{key}/edit/")


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "text/vtt", "buffer": content}


def test_video_is_uploaded_with_captions_where_it_is_chosen(page: Page, site_url, lesson, settings):
    settings.VIDEO_CHUNK_SIZE = 100_000
    open_editor(page, site_url, lesson.pk)
    insert(page, "Video")
    page.get_by_role("button", name="Choose a video").last.click()
    page.get_by_role("tab", name="Upload").click()
    choose(page, REAL)
    expect_uploaded(page)
    modal = page.locator(".modal.in")
    captions = modal.get_by_label("Captions", exact=True)
    captions.set_input_files(file("moon.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n"))
    modal.get_by_role("button", name="Add this video").click()
    expect(modal.get_by_text("Line 3: the caption ends before it begins")).to_be_visible()
    expect(modal.get_by_label("Title")).to_have_value("moon phases")
    expect(modal.locator(".video-upload__now")).to_contain_text("Uploaded:")
    captions.set_input_files(file("moon.vtt", VTT))
    modal.get_by_role("button", name="Add this video").click()
    expect(page.locator("video-captions").last).to_contain_text("Captions: English.")
    assert Video.objects.get().tracks.get().file.read() == VTT


def test_captions_added_in_another_tab_show_in_the_block(page: Page, site_url, lesson):
    video = media.video(title="Moon", collection=ensure_team(lesson.course).collection)
    lesson.body = [("video", {"video": video, "caption": ""})]
    lesson.save_revision()
    open_editor(page, site_url, lesson.pk)
    said = page.locator("video-captions").first
    expect(said).to_contain_text("This video has no captions.")
    with page.expect_popup() as popup:
        said.get_by_role("link", name="Add captions").click()
    expect(popup.value.get_by_role("button", name="Add Track")).to_be_in_viewport()
    popup.value.close()
    VideoTrack.objects.create(video=video, label="English", file=ContentFile(VTT, name="x.vtt"))
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(said).to_contain_text("Captions: English.")


def test_thumbnail_brings_its_description_until_somebody_writes_another(
    page: Page, site_url, lesson
):
    course = lesson.course
    for title, description in (("bench", "A bench."), ("oven", "An oven."), ("IMG_0042", "")):
        picture = factories.picture(title)
        picture.description, picture.collection = description, ensure_team(course).collection
        picture.save()
    observe(page)
    open_editor(page, site_url, course.pk)
    wait_for_autosave(page)
    field = page.get_by_label("Thumbnail description")
    for title, text in (("bench", "A bench."), ("oven", "An oven."), ("IMG_0042", "")):
        choose_picture(page, title)
        expect(field).to_have_value(text)
    field.fill("Where we work.")
    choose_picture(page, "bench")
    expect(field).to_have_value("Where we work.")
    expect_autosaved(page)
    save_draft(page)
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    assert draft.thumbnail_alt == "Where we work."


def choose_picture(page: Page, title: str) -> None:
    chooser = page.locator("#id_thumbnail-chooser")
    if chooser.get_by_role("button", name="Choose an image").is_visible():
        chooser.get_by_role("button", name="Choose an image").click()
    else:
        chooser.get_by_role("button", name="Actions").click()
        page.get_by_role("button", name="Change image").locator("visible=true").click()
    page.locator(".modal.in").get_by_role("link", name=title).click()
    expect(chooser.locator("[data-chooser-title]")).to_have_text(title)
