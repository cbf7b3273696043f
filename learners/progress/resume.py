"""Where a learner goes on in a course, remembered without writing on GET.

Opening a lesson only sets a signed cookie; the page's own script tells the server by POST, for
other devices (docs/decisions/0001-resume-without-writing-on-get.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from courses.models import CurriculumEntry, LessonPage

from ..models import Enrollment
from ..models.querysets import live_curriculum

COOKIE = settings.BOOKMARKS_COOKIE_NAME
# The last part is the shape of the value: change it and cookies of the old shape are ignored.
SALT = "learners.resume.1"
MAX_COURSES = 20
MAX_AGE = 180 * 24 * 3600


@dataclass
class Bookmarks:
    """The lesson this browser opened last in each course, with its time in milliseconds.

    Seconds would not do: completing a lesson and opening the next one take less.
    """

    entries: dict[int, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, request: HttpRequest, *, of: AbstractBaseUser) -> Bookmarks:
        """Empty for a cookie that is missing, tampered with, too old or somebody else's."""
        try:
            user_id, rows = signing.loads(
                request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=MAX_AGE
            )
        except signing.BadSignature:
            return cls()
        if user_id != of.pk:
            return cls()
        return cls({course_id: (lesson_id, opened_at) for course_id, lesson_id, opened_at in rows})

    def lesson_in(self, enrollment: Enrollment) -> int | None:
        """Id of the lesson opened last, here or on another device, whichever was later."""
        lesson_id, opened_at = self.entries.get(enrollment.course_id, (None, 0))
        last_opened_at = enrollment.last_opened_at
        if last_opened_at and _milliseconds(last_opened_at.timestamp()) >= opened_at:
            return enrollment.last_lesson_id
        return lesson_id

    def opened_at(self, enrollment: Enrollment) -> int:
        """When the course was last worked in; else when it was enrolled in. Milliseconds."""
        last_activity = enrollment.last_opened_at or enrollment.enrolled_at
        return max(
            _milliseconds(last_activity.timestamp()),
            self.entries.get(enrollment.course_id, (0, 0))[1],
        )

    def with_lesson(self, lesson: LessonPage) -> Bookmarks:
        now = _milliseconds(timezone.now().timestamp())
        entries = {**self.entries, lesson.course.pk: (lesson.pk, now)}
        newest_entries = sorted(entries.items(), key=lambda entry: entry[1][1], reverse=True)
        return Bookmarks(dict(newest_entries[:MAX_COURSES]))

    def write(self, response: HttpResponseBase, *, of: AbstractBaseUser) -> None:
        rows = [[course_id, *entry] for course_id, entry in self.entries.items()]
        response.set_cookie(
            COOKIE,
            signing.dumps([of.pk, rows], salt=SALT, compress=True),
            max_age=MAX_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)


class LessonLike(Protocol):
    pk: int
    minutes: int | None


L = TypeVar("L", bound=LessonLike)


def resume_lesson(
    lessons: Sequence[L], *, last_lesson_id: int | None, completed: Collection[int]
) -> L | None:
    """Where to go on: the lesson opened last, unless it is completed; then the first after it that
    is not. Where none was opened, the first after those completed. What was left out comes last,
    and when nothing is left the first lesson, to look at the course again.

    `lessons` is the live curriculum; None when it is empty.
    """
    if not lessons:
        return None
    ids = [lesson.pk for lesson in lessons]
    if last_lesson_id in ids:
        start = ids.index(last_lesson_id)
    else:
        start = max((place for place, pk in enumerate(ids) if pk in completed), default=0)
    in_turn = [*lessons[start:], *lessons[:start]]
    return next((lesson for lesson in in_turn if lesson.pk not in completed), lessons[0])


def minutes_left(lessons: Iterable[LessonLike], *, completed: Collection[int]) -> int:
    """Of the lessons not completed."""
    return sum(lesson.minutes or 0 for lesson in lessons if lesson.pk not in completed)


def next_lesson_after(lesson: LessonPage) -> LessonPage | None:
    """The lesson after `lesson` in the live curriculum of its course."""
    own_entries = CurriculumEntry.objects.filter(lesson=lesson)
    curriculum = live_curriculum(Subquery(own_entries.values("course")[:1]))
    later_entries = curriculum.filter(position__gt=Subquery(own_entries.values("position")[:1]))
    entry = later_entries.select_related("lesson").defer("lesson__body").first()
    return entry.lesson if entry else None
