"""A video that comes in through the chooser of a lesson, with its captions, and what is said of
them there."""

import json
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.tests.counting import get_query_count
from learners.tests import files
from media.models import Video, VideoAsset, VideoTrack
from media.tests.uploading import REAL

pytestmark = pytest.mark.django_db

SRT = "1\n00:00:01,000 --> 00:00:02,000\nGrüße\n".encode("latin-1")


def upload(team, collection, **fields) -> dict:
    film = SimpleUploadedFile("moon.mp4", REAL.read_bytes(), "video/mp4")
    defaults = {"title": "Moon", "collection": collection.pk, "captions_language": "en"}
    sent = {} if "asset" in fields else {"asset-file": film}
    response = team.post(reverse("video_chooser:create"), {**defaults, **sent, **fields})
    assert response.status_code == 200
    return response


def captions(content: bytes, name: str = "moon.srt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add_track(video: Video, **fields) -> None:
    file = ContentFile(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", name="x.vtt")
    VideoTrack.objects.create(video=video, file=file, **fields)


def test_captions_come_in_with_the_video(team, collection):
    response = upload(team, collection, captions=captions(SRT), captions_language="de")
    [track] = Video.objects.get().tracks.all()
    assert (track.kind, track.language, track.label) == ("captions", "de", "Deutsch")
    assert track.file.read().decode() == "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nGrüße\n"
    assert response.json()["result"]["captions"]["text"] == "Captions: Deutsch."
    told = [str(message) for message in get_messages(response.wsgi_request)]
    assert any("It was in the encoding CP1252" in message for message in told)


def test_video_needs_no_captions(team, collection):
    answer = upload(team, collection).json()
    assert not Video.objects.get().tracks.exists()
    assert answer["result"]["captions"]["text"] == "This video has no captions."
    assert answer["result"]["captions"]["action"] == "Add captions"


@pytest.mark.parametrize(
    ("file", "language", "reason"),
    [
        (captions(b"WEBVTT\n\n00:02.000 --> 00:01.000\nHi\n"), "en", "Line 3: the caption ends"),
        (captions(b"[Script Info]", "moon.ass"), "en", "named .vtt (WebVTT) or .srt"),
        (captions(b"\x00\x01\x02\x03" * 50), "en", "This is no text."),
        (captions(b"", "empty.vtt"), "en", "The submitted file is empty."),
        (captions(SRT), "xx", "Select a valid choice."),
    ],
)
def test_what_cannot_be_read_is_refused_and_the_video_stays(
    team, collection, file, language, reason
):
    answer = upload(team, collection, captions=file, captions_language=language).json()
    assert answer["step"] == "reshow_creation_form"
    html = unescape(answer["htmlFragment"])
    token = VideoAsset.objects.get().token
    assert reason in html
    assert f'name="asset" value="{token}"' in html
    assert 'value="Moon"' in html
    assert not Video.objects.exists()
    upload(team, collection, asset=token, captions=captions(SRT), captions_language="de")
    video = Video.objects.get()
    assert (video.asset.token, video.tracks.count()) == (token, 1)


def test_language_is_that_of_the_course_it_is_opened_from(team, course):
    course.language = "fr"
    course.save()
    lesson = course.outline.lessons[0]
    url = reverse("video_chooser:choose")
    for page in (course, lesson):
        origin = f"http://testserver{reverse('wagtailadmin_pages:edit', args=[page.pk])}"
        form = team.get(url, headers={"referer": origin}).context["creation_form"]
        assert form["captions_language"].value() == "fr"
    form = team.get(url).context["creation_form"]
    assert form["captions_language"].value() is None


def blocks_of(team, lesson) -> list[dict]:
    """What the editor of a lesson is told of the videos in its blocks."""
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    html = unescape(team.get(url).content.decode())
    decoder, found = json.JSONDecoder(), []
    for part in html.split('"captions": ')[1:]:
        found.append(decoder.raw_decode(part)[0])
    return found


def test_block_of_a_lesson_tells_of_captions_and_leads_to_them(team, collection, lessons):
    silent, spoken = files.video(collection), files.video(collection)
    add_track(spoken, language="en", label="English")
    add_track(spoken, language="de", label="Deutsch")
    add_track(spoken, language="fr", label="Français", kind="subtitles")
    add_track(silent, kind="chapters", label="Parts")
    files.add_files(lessons[0], video=silent)
    files.add_files(lessons[1], video=spoken)
    [told] = blocks_of(team, lessons[0])
    edit_url = reverse("videos:edit", args=[silent.pk])
    assert (told["text"], told["action"]) == ("This video has no captions.", "Add captions")
    assert told["url"] == f"{edit_url}#id_tracks-FORMS"
    assert 'id="id_tracks-FORMS"' in team.get(edit_url).content.decode()
    [told] = blocks_of(team, lessons[1])
    assert told["text"] == "Captions: English, Deutsch. Subtitles: Français."
    assert told["action"] == "Change captions"
    assert team.get(told["again"]).json()["result"]["captions"] == told


def test_many_videos_cost_no_more_queries_than_few(team, collection, lessons):
    def add_video(lesson) -> None:
        video = files.video(collection)
        add_track(video, language="en", label="English")
        lesson.body = [
            *((b.block_type, b.value) for b in lesson.body),
            ("video", {"video": video, "caption": ""}),
        ]
        lesson.save_revision().publish()

    lesson = lessons[0]
    addresses = [reverse("wagtailadmin_pages:edit", args=[lesson.pk]), lesson.url]
    for _number in range(2):
        add_video(lesson)
    before = [get_query_count(team, address) for address in addresses]
    for _number in range(3):
        add_video(lesson)
    assert [get_query_count(team, address) for address in addresses] == before
