"""A file learners see now is not replaced by someone who may not publish: it would skip review."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.models import LessonPage
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of, draft_course, editor, instructor, person
from learners.tests.files import add_files, document, video
from media.models import CustomImage, Video, VideoTrack
from media.tests.admin_pages import deleted
from media.tests.factories import MP4

__all__ = ["draft_course", "editor", "instructor"]
FILMS = {"title": "Film", "transcript": "", "poster": "", "poster_second": ""}


@pytest.fixture
def team(course):
    user = person("author", "Instructors")
    ensure_team(course, members=[user])
    return client_of(user)


@pytest.fixture
def collection(course):
    return ensure_team(course).collection


@pytest.fixture
def live_files(course, lessons, collection) -> dict[str, object]:
    """A picture, a document and a video of a live lesson."""
    items = {
        "picture": factories.picture(),
        "document": document(collection=collection),
        "video": video(collection=collection),
    }
    items["picture"].collection = collection
    items["picture"].save()
    lesson = lessons[0]
    add_files(lesson, document=items["document"], video=items["video"])
    lesson = LessonPage.objects.get(pk=lesson.pk)
    image = {"image": items["picture"].pk, "decorative": False, "alt_text": "A bench"}
    raw = [*lesson.body.raw_data, {"type": "image", "value": {"image": image}}]
    lesson.body = LessonPage._meta.get_field("body").to_python(raw)
    lesson.save_revision().publish()
    return items


def picture_form(collection) -> dict:
    file = factories.picture("Other").file
    with file.open("rb") as stream:
        content = SimpleUploadedFile("other.png", stream.read(), "image/png")
    return {"title": "Workbench", "file": content, "collection": collection.pk, "tags": ""}


def tracks(*files) -> dict:
    return {"tracks-TOTAL_FORMS": len(files), "tracks-INITIAL_FORMS": 0, "tracks-MIN_NUM_FORMS": 0}


def test_picture_of_a_live_lesson_is_not_replaced_by_its_team(team, live_files, collection):
    picture = live_files["picture"]
    before = picture.file.name
    response = team.post(reverse("wagtailimages:edit", args=[picture.pk]), picture_form(collection))
    assert "Learners see this file now" in response.content.decode()
    assert CustomImage.objects.get(pk=picture.pk).file.name == before


def test_title_of_a_live_picture_may_change(team, live_files, collection):
    picture = live_files["picture"]
    data = {
        "title": "A bench",
        "collection": collection.pk,
        "tags": "",
        "description": picture.description,
    }
    team.post(reverse("wagtailimages:edit", args=[picture.pk]), data)
    picture.refresh_from_db()
    assert picture.title == "A bench"


def test_picture_of_a_draft_may_be_replaced(team, course, collection):
    picture = factories.picture()
    CustomImage.objects.filter(pk=picture.pk).update(collection=collection)
    before = picture.file.name
    team.post(reverse("wagtailimages:edit", args=[picture.pk]), picture_form(collection))
    assert CustomImage.objects.get(pk=picture.pk).file.name != before


def test_editor_may_replace_what_is_live(home, live_files, collection, editor):
    picture = live_files["picture"]
    before = picture.file.name
    browser = client_of(editor)
    browser.post(reverse("wagtailimages:edit", args=[picture.pk]), picture_form(collection))
    assert CustomImage.objects.get(pk=picture.pk).file.name != before


def test_document_of_a_live_lesson_is_not_replaced_by_its_team(team, live_files, collection):
    sheet = live_files["document"]
    before = sheet.file.name
    new = SimpleUploadedFile("new.pdf", b"%PDF-1.4 other", "application/pdf")
    data = {"title": sheet.title, "file": new, "collection": collection.pk, "tags": ""}
    response = team.post(reverse("wagtaildocs:edit", args=[sheet.pk]), data)
    assert "Learners see this file now" in response.content.decode()
    sheet.refresh_from_db()
    assert sheet.file.name == before


def test_transcript_and_captions_of_a_live_video_are_not_changed_by_its_team(
    team, live_files, collection
):
    film = live_files["video"]
    captions = SimpleUploadedFile("c.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n", "text/vtt")
    url = reverse("videos:edit", args=[film.pk])
    base = {**FILMS, "collection": collection.pk, "tracks-MAX_NUM_FORMS": ""}
    changed = team.post(url, {**base, **tracks(), "transcript": "Other words."})
    track = {
        "tracks-0-kind": "captions",
        "tracks-0-language": "en",
        "tracks-0-label": "English",
        "tracks-0-file": captions,
        "tracks-0-ORDER": 1,
    }
    captioned = team.post(url, {**base, **tracks(captions), **track})
    for response in (changed, captioned):
        assert "Learners see this file now" in response.content.decode()
    film.refresh_from_db()
    assert (film.transcript, VideoTrack.objects.count()) == ("", 0)


def test_file_of_a_live_video_is_not_replaced_by_its_team(team, live_files, collection):
    film = live_files["video"]
    new = SimpleUploadedFile("new.mp4", MP4 + b" other", "video/mp4")
    data = {**FILMS, **tracks(), "collection": collection.pk, "asset-file": new}
    response = team.post(reverse("videos:edit", args=[film.pk]), data)
    assert "Learners see this file now" in response.content.decode()
    assert Video.objects.get(pk=film.pk).asset == film.asset


def test_poster_of_a_live_video_counts_as_live(team, live_files, collection):
    poster = factories.picture("Poster")
    CustomImage.objects.filter(pk=poster.pk).update(collection=collection)
    film = Video.objects.get(pk=live_files["video"].pk)
    film.poster = poster
    film.save()
    response = team.post(reverse("wagtailimages:edit", args=[poster.pk]), picture_form(collection))
    assert "Learners see this file now" in response.content.decode()


def test_nothing_live_is_deleted_by_its_team(team, live_files):
    assert deleted(team, live_files) == []
    bulk = reverse("wagtail_bulk_action", args=["media", "customimage", "delete"])
    team.post(f"{bulk}?id={live_files['picture'].pk}")
    assert CustomImage.objects.filter(pk=live_files["picture"].pk).exists()


def test_unused_files_are_deleted_by_their_team(team, course, collection):
    film = video(collection=collection)
    team.post(reverse("videos:delete", args=[film.pk]))
    assert not Video.objects.filter(pk=film.pk).exists()
