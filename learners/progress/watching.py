"""Where a learner is in a video, on any device.

What comes in late must not move anybody back: a page that is being left sends its last word when
the next device may already be further on. So every message says when it was true, and the newest
truth stands (docs/decisions/0012-how-a-video-is-resumed.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Case, F, PositiveIntegerField, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone

from courses.models import LessonPage
from media.models import Video

from ..access import contains_file
from ..exceptions import LessonClosedRefusal, NotEnrolledRefusal, VideoClosedRefusal
from ..learner import Learner
from ..models import Enrollment, WatchPosition
from ..models.querysets import live_curriculum

# No lesson's video lasts longer; for those whose duration is not known.
MAX_SECONDS = 24 * 3600
# Too little to speak of.
MIN_RESUME_SECOND = 5
WATCHED_SHARE = 0.95


@transaction.atomic
def remember(
    video: Video,
    lesson: LessonPage,
    *,
    by: AbstractBaseUser,
    second: int,
    watched_to: int,
    at: int,
) -> None:
    """Records that `by` was at `second` of `video` at the time `at`, having watched to a second.

    `at` is in milliseconds since 1970 and never later than now; seconds are brought within the
    video. What is older than what is known changes nothing, but for `watched_to`, which only grows.
    Safe to call twice. Raises `NotEnrolledRefusal`, `LessonClosedRefusal` or `VideoClosedRefusal`.
    """
    enrollment = _active_enrollment(lesson, by)
    if not contains_file(lesson, video):
        raise VideoClosedRefusal
    position = WatchPosition(
        enrollment=enrollment,
        lesson=lesson,
        video=video,
        second=_clamp_second(video, second),
        watched_to=_clamp_second(video, watched_to),
        measured_at=_clamp_time(at),
    )
    positions = enrollment.watch_positions.filter(lesson=lesson, video=video)
    if not _update_positions(positions, position):
        # Somebody else's first word may come between: then this one moves theirs.
        WatchPosition.objects.bulk_create([position], ignore_conflicts=True)
        _update_positions(positions, position)


def _active_enrollment(lesson: LessonPage, learner: AbstractBaseUser) -> Enrollment:
    enrollment = Enrollment.objects.of(learner).active().in_course_of(lesson).first()
    if enrollment is None:
        raise NotEnrolledRefusal
    if not live_curriculum(enrollment.course_id).filter(lesson=lesson).exists():
        raise LessonClosedRefusal
    return enrollment


def _update_positions(positions: QuerySet[WatchPosition], position: WatchPosition) -> int:
    second, watched_to = (
        Value(number, PositiveIntegerField()) for number in (position.second, position.watched_to)
    )
    return positions.update(
        second=Case(When(measured_at__lt=position.measured_at, then=second), default=F("second")),
        watched_to=Greatest("watched_to", watched_to),
        measured_at=Greatest("measured_at", Value(position.measured_at)),
    )


def _clamp_second(video: Video, second: int) -> int:
    return max(0, min(second, video.duration or MAX_SECONDS))


def _clamp_time(milliseconds: int) -> datetime:
    """Nobody was anywhere in the future: their next words would all be taken for old ones."""
    now = timezone.now()
    clamped = max(0, min(milliseconds, int(now.timestamp() * 1000)))
    return datetime.fromtimestamp(clamped / 1000, tz=UTC)


@dataclass(frozen=True)
class Watching:
    """What the player of one video in a lesson has to know about the learner."""

    save_url: str
    second: int
    watched_to: int
    resumes: bool
    offers_completion: bool
    now: int
    """The server's clock in milliseconds since 1970: the page reckons from it."""


def watching(video: Video, lesson: LessonPage, learner: Learner) -> Watching | None:
    """None for those of whom nothing is recorded. One query for all the videos of a lesson."""
    if not lesson.pk or not learner.enrollment_in(lesson.course):
        return None
    position = learner.watch_positions_in(lesson).get(video.pk) or WatchPosition()
    end = (video.duration or MAX_SECONDS) * WATCHED_SHARE
    return Watching(
        save_url=reverse("learners:watched", args=[lesson.pk, video.pk]),
        second=position.second,
        watched_to=position.watched_to,
        resumes=MIN_RESUME_SECOND <= position.second < end,
        offers_completion=lesson.pk not in learner.completed_in(lesson.course),
        now=int(timezone.now().timestamp() * 1000),
    )
