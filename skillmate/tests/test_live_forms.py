"""Each change alone to a live file, in a form as a browser sends it, by the team that has it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.tests import factories
from media.models import Video, VideoTrack
from media.tests.browser import save
from media.tests.factories import MP4, png

from .test_live_files import collection, live_files, team

__all__ = ["collection", "live_files", "team"]
EDIT_VIEWS = {
    "picture": "wagtailimages:edit",
    "document": "wagtaildocs:edit",
    "video": "videos:edit",
}
LAZY = ("file_hash", "file_size")
REFUSED = "Learners see this file now"
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n"


def subtitles(content: bytes = VTT) -> SimpleUploadedFile:
    return SimpleUploadedFile("c.vtt", content, "text/vtt")


def captioned(film: Video) -> VideoTrack:
    fields = {"kind": "captions", "language": "en", "label": "English", "sort_order": 0}
    return VideoTrack.objects.create(video=film, file=subtitles(), **fields)


def a_picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("other.png", png(64, 36, "red"), "image/png")


@pytest.fixture
def edit_url(live_files):
    captioned(live_files["video"])
    return lambda kind: reverse(EDIT_VIEWS[kind], args=[live_files[kind].pk])


@pytest.mark.parametrize("kind", EDIT_VIEWS)
def test_form_is_saved_as_it_came(team, edit_url, kind):
    response = save(team, edit_url(kind))
    assert response.status_code == 302


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_tags_may_change(team, edit_url, live_files, kind):
    assert save(team, edit_url(kind), tags="bench").status_code == 302
    assert [tag.name for tag in live_files[kind].tags.all()] == ["bench"]


CHANGES = {
    "picture": {
        "file": a_picture,
        "description": lambda: "Another bench",
        "focal_point_x": lambda: 20,
        "focal_point_y": lambda: 20,
        "focal_point_width": lambda: 20,
        "focal_point_height": lambda: 20,
    },
    "document": {
        "title": lambda: "Another sheet",
        "file": lambda: SimpleUploadedFile("new.pdf", b"%PDF-1.4 other", "application/pdf"),
    },
    "video": {
        "title": lambda: "Another film",
        "transcript": lambda: "Other words.",
        "poster": lambda: factories.picture("Poster").pk,
        "poster_second": lambda: 3,
        "poster_frame": a_picture,
        "asset-file": lambda: SimpleUploadedFile("new.mp4", MP4 + b" other", "video/mp4"),
        "tracks-0-kind": lambda: "subtitles",
        "tracks-0-label": lambda: "Englisch",
        "tracks-0-language": lambda: "de",
        "tracks-0-file": lambda: subtitles(VTT + b"\n00:01.000 --> 00:02.000\nBye\n"),
        "tracks-0-DELETE": lambda: "1",
    },
}


def state(item) -> list:
    """All that the database has of it, but what is reckoned when first asked for."""
    tracks = (
        list(VideoTrack.objects.filter(video=item.pk).values()) if isinstance(item, Video) else []
    )
    rows = [*type(item).objects.filter(pk=item.pk).values(), *tracks]
    return [{name: value for name, value in row.items() if name not in LAZY} for row in rows]


FORM_CHANGES = [(kind, field) for kind, fields in CHANGES.items() for field in fields]


@pytest.mark.parametrize(("kind", "field"), FORM_CHANGES)
def test_each_change_that_learners_would_see_is_refused(team, edit_url, live_files, kind, field):
    before = state(live_files[kind])
    response = save(team, edit_url(kind), **{field: CHANGES[kind][field]()})
    assert REFUSED in response.content.decode()
    assert state(live_files[kind]) == before


def test_further_captions_are_refused(team, edit_url, live_files):
    before = state(live_files["video"])
    new = {"id": "", "kind": "captions", "language": "fr", "label": "F", "file": subtitles()}
    track = {f"tracks-1-{name}": value for name, value in {**new, "ORDER": 2}.items()}
    response = save(team, edit_url("video"), **track, **{"tracks-TOTAL_FORMS": 2})
    assert REFUSED in response.content.decode()
    assert state(live_files["video"]) == before
