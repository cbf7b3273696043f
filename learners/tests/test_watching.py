"""Where a learner is in a video: told by any device, moved back by none."""

import time

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.tests import factories
from learners.enrollment.enrollment import enroll, leave
from learners.exceptions import LessonClosedRefusal, NotEnrolledRefusal, VideoClosedRefusal
from learners.models import WatchPosition
from learners.progress.watching import MAX_SECONDS, remember
from learners.tests import files

pytestmark = pytest.mark.both_databases


def now() -> int:
    return int(time.time() * 1000)


@pytest.fixture
def video(lessons):
    """A video of 200 seconds that the first lesson shows."""
    film = files.measure(files.video(), duration=200)
    files.add_files(lessons[0], video=film)
    return film


def post_position(client, lesson, video, **fields):
    data = {"second": 30, "watched_to": 30, "at": now(), **fields}
    return client.post(reverse("learners:watched", args=[lesson.pk, video.pk]), data)


def stored_position() -> tuple[int, int]:
    position = WatchPosition.objects.get()
    return position.second, position.watched_to


def test_watch_position_is_stored(enrolled, student_client, lessons, video):
    response = post_position(student_client, lessons[0], video, second=42, watched_to=40)
    assert (response.status_code, response.content) == (204, b"")
    assert stored_position() == (42, 40)


def test_latest_watch_position_is_stored_even_when_going_back(enrolled, student, lessons, video):
    start = now()
    for second, at in ((100, start), (20, start + 1)):
        remember(video, lessons[0], by=student, second=second, watched_to=second, at=at)
    assert stored_position() == (20, 100)


def test_late_post_does_not_overwrite_a_newer_position(enrolled, student, lessons, video):
    start = now()
    remember(video, lessons[0], by=student, second=100, watched_to=90, at=start)
    remember(video, lessons[0], by=student, second=20, watched_to=95, at=start - 1)
    assert stored_position() == (100, 95)


def test_posting_a_position_twice_is_idempotent(enrolled, student, lessons, video):
    at = now()
    for _ in range(2):
        remember(video, lessons[0], by=student, second=7, watched_to=7, at=at)
    assert stored_position() == (7, 7)


@pytest.mark.parametrize(
    ("second", "expected"), [(-5, 0), (0, 0), (200, 200), (201, 200), (10**30, 200)]
)
def test_watch_position_is_within_the_video(
    enrolled, student_client, lessons, video, second, expected
):
    response = post_position(student_client, lessons[0], video, second=second, watched_to=second)
    assert (response.status_code, stored_position()) == (204, (expected, expected))


def test_position_in_a_video_of_unknown_length_is_limited(enrolled, student_client, lessons, video):
    files.measure(video, duration=None)
    post_position(student_client, lessons[0], video, second=10**12)
    assert stored_position() == (MAX_SECONDS, 30)


@pytest.mark.parametrize("at", [-(10**30), 0, 4 * 10**12, 10**30])
def test_timestamp_of_a_position_is_clamped(enrolled, student_client, lessons, video, at):
    assert post_position(student_client, lessons[0], video, at=at).status_code == 204
    position = WatchPosition.objects.get()
    assert position.measured_at.year >= 1970
    assert position.measured_at <= timezone.now()
    post_position(student_client, lessons[0], video, second=31)
    assert stored_position() == (31, 30)


@pytest.mark.parametrize("name", ["second", "watched_to", "at"])
@pytest.mark.parametrize("value", ["", "x", "NaN", "inf", "1.5", "1e3", "\0", "é", "9" * 5000])
def test_invalid_values_are_refused_with_a_message(
    enrolled, student_client, lessons, video, name, value
):
    response = post_position(student_client, lessons[0], video, **{name: value})
    assert (response.status_code, response["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert response.content.decode() == "This is no place in a video: send whole numbers."
    assert not WatchPosition.objects.exists()


def test_nothing_sent_is_refused(enrolled, student_client, lessons, video):
    url = reverse("learners:watched", args=[lessons[0].pk, video.pk])
    assert student_client.post(url).status_code == 400


def test_getting_the_address_is_not_allowed(enrolled, student_client, lessons, video):
    url = reverse("learners:watched", args=[lessons[0].pk, video.pk])
    assert [student_client.get(url).status_code, student_client.put(url).status_code] == [405, 405]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("visitor", 403),
        ("nobody in particular", 403),
        ("enrolled", 204),
        ("left", 403),
        ("enrolled elsewhere", 403),
        ("team", 403),
        ("editor", 403),
        ("admin", 403),
    ],
)
def test_positions_are_stored_for_enrolled_learners_only(client_of, lessons, video, role, status):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    response = post_position(client_of(role), lessons[0], video)
    assert response.status_code == status
    assert WatchPosition.objects.exists() == (status == 204)


def test_refusal_leaves_no_message_for_a_later_page(student_client, course, lessons, video):
    assert post_position(
        student_client, lessons[0], video
    ).content == b"Enrol in the course first. " + (b"Then your progress is kept.")
    assert "Enrol in the course first" not in student_client.get(course.url).content.decode()


def test_token_of_the_page_is_needed(enrolled, student, lessons, video):
    client = Client(enforce_csrf_checks=True)
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    assert post_position(client, lessons[0], video).status_code == 403
    assert not WatchPosition.objects.exists()


def test_video_of_another_lesson_is_not_remembered_here(enrolled, student_client, lessons, video):
    assert post_position(student_client, lessons[1], video).status_code == 403
    assert not WatchPosition.objects.exists()


@pytest.mark.parametrize(("lesson", "video"), [(10**9, None), (None, 10**9), (10**40, 10**40)])
def test_what_does_not_exist_is_404(enrolled, student_client, lessons, video, lesson):
    args = [lesson or lessons[0].pk, getattr(video, "pk", video) or 10**9]
    url = reverse("learners:watched", args=args)
    assert student_client.post(url, {"second": 1, "watched_to": 1, "at": 1}).status_code == 404


def test_verb_refuses_by_itself(enrolled, student, course, lessons, video):
    arguments = {"by": student, "second": 1, "watched_to": 1, "at": now()}
    with pytest.raises(VideoClosedRefusal):
        remember(video, lessons[1], **arguments)
    factories.place_in_curriculum(course, lessons[1:])
    with pytest.raises(LessonClosedRefusal):
        remember(video, lessons[0], **arguments)
    leave(course, by=student)
    with pytest.raises(NotEnrolledRefusal):
        remember(video, lessons[0], **arguments)


def test_posting_positions_is_rate_limited(enrolled, student_client, lessons, video, settings):
    settings.WATCH_RATE = "2/m"
    responses = [post_position(student_client, lessons[0], video).status_code for _ in range(3)]
    assert responses == [204, 204, 429]


def test_posting_a_position_takes_the_same_queries_first_and_later(
    enrolled, student, lessons, video
):
    counts = []
    for second in range(3):
        with CaptureQueriesContext(connection) as queries:
            remember(video, lessons[0], by=student, second=second, watched_to=0, at=now() + second)
        counts.append(len(queries))
    assert counts[1] == counts[2] <= 7
    assert counts[0] <= counts[1] + 2


def test_learners_do_not_share_a_watch_position(enrolled, student, course, lessons, video):
    other = factories.user("other")
    enroll(course, by=other)
    remember(video, lessons[0], by=other, second=9, watched_to=9, at=now())
    remember(video, lessons[0], by=student, second=5, watched_to=5, at=now())
    assert set(WatchPosition.objects.values_list("enrollment__learner", "second")) == {
        (other.pk, 9),
        (student.pk, 5),
    }


def test_watched_lesson_is_protected_and_its_video_may_be_deleted(
    enrolled, student, lessons, video
):
    remember(video, lessons[0], by=student, second=5, watched_to=5, at=now())
    with pytest.raises(ProtectedError):
        lessons[0].delete()
    video.delete()
    position = WatchPosition.objects.get()
    assert (position.video, position.lesson, position.watched_to) == (None, lessons[0], 5)


def test_deleting_an_account_deletes_its_watch_positions(enrolled, student, lessons, video):
    remember(video, lessons[0], by=student, second=5, watched_to=5, at=now())
    student.delete()
    assert not WatchPosition.objects.exists()
