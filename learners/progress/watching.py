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

from ..access import offers
from ..exceptions import LessonClosedRefusal, NotEnrolledRefusal, VideoClosedRefusal
from ..learner import Learner
from ..models import Enrollment, WatchPosition
from ..models.querysets import live_curriculum

# No lesson's video lasts longer; for those whose duration is not known.
LONGEST = 24 * 3600
# Too little to speak of.
SHORTEST = 5
WATCHED = 0.95


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
    enrollment = _at_work(lesson, by)
    if not offers(lesson, video):
        raise VideoClosedRefusal
    position = WatchPosition(
        enrollment=enrollment,
        lesson=lesson,
        video=video,
        second=_within(video, second),
        watched_to=_within(video, watched_to),
        measured_at=_moment(at),
    )
    known = enrollment.watch_positions.filter(lesson=lesson, video=video)
    if not _move(known, position):
        # Somebody else's first word may come between: then this one moves theirs.
        WatchPosition.objects.bulk_create([position], ignore_conflicts=True)
        _move(known, position)


def _at_work(lesson: LessonPage, learner: AbstractBaseUser) -> Enrollment:
    enrollment = Enrollment.objects.of(learner).active().in_course_of(lesson).first()
    if enrollment is None:
        raise NotEnrolledRefusal
    if not live_curriculum(enrollment.course_id).filter(lesson=lesson).exists():
        raise LessonClosedRefusal
    return enrollment


def _move(known: QuerySet[WatchPosition], to: WatchPosition) -> int:
    second, watched_to = (
        Value(each, PositiveIntegerField()) for each in (to.second, to.watched_to)
    )
    return known.update(
        second=Case(When(measured_at__lt=to.measured_at, then=second), default=F("second")),
        watched_to=Greatest("watched_to", watched_to),
        measured_at=Greatest("measured_at", Value(to.measured_at)),
    )


def _within(video: Video, second: int) -> int:
    return max(0, min(second, video.duration or LONGEST))


def _moment(milliseconds: int) -> datetime:
    """Nobody was anywhere in the future: their next words would all be taken for old ones."""
    now = timezone.now()
    known = max(0, min(milliseconds, int(now.timestamp() * 1000)))
    return datetime.fromtimestamp(known / 1000, tz=UTC)


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
    end = (video.duration or LONGEST) * WATCHED
    return Watching(
        save_url=reverse("learners:watched", args=[lesson.pk, video.pk]),
        second=position.second,
        watched_to=position.watched_to,
        resumes=SHORTEST <= position.second < end,
        offers_completion=lesson.pk not in learner.completed_in(lesson.course),
        now=int(timezone.now().timestamp() * 1000),
    )
