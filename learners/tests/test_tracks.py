"""Captions are handed out like the video they belong to."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from learners.enrollment.enrollment import enroll
from learners.tests import files
from media.models import Video, VideoTrack


def track(video: Video, content: bytes = b"WEBVTT\n\nsecret") -> VideoTrack:
    return VideoTrack.objects.create(video=video, file=ContentFile(content, name="en.vtt"))


@pytest.fixture
def captions(lessons) -> VideoTrack:
    """The captions of a video that a lesson shows."""
    film = files.video()
    files.add_files(lessons[0], video=film)
    return track(film)


def test_captions_are_for_those_who_may_see_the_video(student, student_client, course, captions):
    assert [browser.get(captions.url).status_code for browser in (Client(), student_client)] == [
        404,
        404,
    ]
    enroll(course, by=student)
    response = student_client.get(captions.url)
    assert b"".join(response) == b"WEBVTT\n\nsecret"
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "text/vtt",
        "private, no-store",
    )


def test_open_video_opens_no_captions_of_another(student, student_client, course, captions):
    enroll(course, by=student)
    closed = track(files.video())
    address = reverse("media:track", args=[captions.video_id, closed.pk])
    assert student_client.get(address).status_code == 404


@pytest.mark.parametrize("content", [b"", b"1\n00:00:01,000 --> 00:00:02,000\nHi", b"<html>"])
def test_what_is_no_webvtt_is_refused(captions, content):
    captions.file = ContentFile(content, name="en.vtt")
    with pytest.raises(ValidationError, match="not a WebVTT file|no caption|there is no time"):
        captions.full_clean()


def test_what_is_stored_is_not_refused_afterwards(captions):
    captions.full_clean()
