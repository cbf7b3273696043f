"""What the page of a lesson tells the player, and what that costs."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.models import WatchPosition
from learners.progress.progress import complete
from learners.tests import files
from media.models import VideoTrack
from media.rendition_queue import make_requested


def film(transcript="", **facts):
    video = files.measure(files.video(), **{"duration": 200, **facts})
    video.poster, video.transcript = factories.picture(), transcript
    video.save()
    VideoTrack.objects.create(video=video, file=ContentFile(b"WEBVTT\n", name="en.vtt"))
    return video


def show(lesson, *videos):
    """Every second of `videos` within an accordion."""
    blocks = [("video", {"video": video, "caption": ""}) for video in videos]
    accordion = [("accordion", {"title": "More", "body": blocks[1::2]})]
    lesson.body = blocks[::2] + (accordion if blocks[1:] else [])
    lesson.save_revision().publish()


def players(client, page):
    return BeautifulSoup(client.get(page.url).content, "html.parser").select("[data-player]")


def watched(enrolled, lesson, video, second):
    WatchPosition.objects.create(
        enrollment=enrolled,
        lesson=lesson,
        video=video,
        second=second,
        watched_to=second,
        measured_at=timezone.now(),
    )


@pytest.mark.parametrize(
    ("second", "resumes"), [(0, False), (4, False), (5, True), (189, True), (190, False)]
)
def test_page_contains_the_watch_position(enrolled, student_client, lessons, second, resumes):
    video = film()
    show(lessons[0], video)
    watched(enrolled, lessons[0], video, second)
    [player] = players(student_client, lessons[0])
    assert (player["data-second"], player["data-watched"]) == (str(second), str(second))
    assert bool(player.select("[data-beginning]")) == resumes


def test_offer_posts_the_form_of_the_page_until_the_lesson_is_complete(
    enrolled, student, student_client, lessons
):
    show(lessons[0], film())
    page = BeautifulSoup(student_client.get(lessons[0].url).content, "html.parser")
    form = page.find(id=page.select_one("[data-offer]")["form"])
    assert form["action"] == f"/learn/lessons/{lessons[0].pk}/complete/"
    complete(lessons[0], by=student)
    [player] = players(student_client, lessons[0])
    assert player.select("[data-offer]") == []


def test_no_watch_position_is_stored_without_enrolment(client, student_client, course, lessons):
    lessons[0].free_preview = True
    show(lessons[0], film())
    for browser in (client, student_client):
        [player] = players(browser, lessons[0])
        assert [name for name in player.attrs if name.startswith("data-")] == ["data-player"]
        assert player.select("[data-offer], [data-beginning]") == []


def test_featured_video_of_a_course_has_no_watch_position(enrolled, student_client, course):
    course.featured_video = film()
    course.save_revision().publish()
    [player] = players(student_client, course)
    assert [name for name in player.attrs if name.startswith("data-")] == ["data-player"]


@pytest.mark.parametrize(("size", "expected"), [((640, 480), "640 480"), ((None, 9), "1280 720")])
def test_film_has_its_shape_before_it_is_loaded(enrolled, student_client, lessons, size, expected):
    show(lessons[0], film(width=size[0], height=size[1]))
    [player] = players(student_client, lessons[0])
    video = player.video
    assert f"{video['width']} {video['height']}" == expected
    assert player.svg["viewbox"] == f"0 0 {expected}"


def test_captions_poster_and_plain_transcript_need_no_script(enrolled, student_client, lessons):
    video = film(transcript="First words.\n\nLast <words>.")
    show(lessons[0], video)
    players(student_client, lessons[0])
    make_requested()
    [player] = players(student_client, lessons[0])
    track = player.video.track
    assert (track["src"], track["kind"], track["srclang"]) == (
        video.tracks.get().url,
        "captions",
        "en",
    )
    assert (player.video["preload"], player.video.has_attr("controls")) == ("metadata", True)
    assert player.video["poster"].endswith(".jpg")
    assert [paragraph.text for paragraph in player.select(".accordion__body .prose p")] == [
        "First words.",
        "Last <words>.",
    ]


def test_lines_are_offered_once_and_only_where_there_are_captions(
    enrolled, student_client, lessons
):
    captioned, silent = film(), film()
    VideoTrack.objects.create(
        video=captioned, language="de", label="Deutsch", file=ContentFile(b"WEBVTT\n", name="a.vtt")
    )
    silent.tracks.update(kind=VideoTrack.Kind.CHAPTERS)
    show(lessons[0], captioned, silent)
    lines = [len(player.select("[data-lines]")) for player in players(student_client, lessons[0])]
    assert lines == [1, 0]


def test_lesson_of_three_videos_costs_as_much_as_one_of_one(student, student_client, course, index):
    """With one inside an accordion in both: blocks within others are read on their own."""
    enrolled = enroll(course, by=student)
    counts = []
    for lesson, number in zip(course.outline.lessons, (2, 6), strict=False):
        videos = [film() for _ in range(number)]
        show(lesson, *videos)
        for video in videos:
            watched(enrolled, lesson, video, 60)
        student_client.get(lesson.url)
        make_requested()  # the posters
        student_client.get(lesson.url)
        with CaptureQueriesContext(connection) as queries:
            rendered = players(student_client, lesson)
        assert [player["data-second"] for player in rendered] == ["60"] * number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_watch_positions_of_all_videos_take_one_query(enrolled, student_client, lessons):
    show(lessons[0], *(film() for _ in range(3)))
    with CaptureQueriesContext(connection) as queries:
        student_client.get(lessons[0].url)
    position_queries = [query for query in queries if "learners_watchposition" in query["sql"]]
    assert len(position_queries) == 1
