"""What the site keeps of a learner, for themselves: plain values, whatever may change inside."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch

from ..models import Enrollment, LessonCompletion, SavedCourse, WatchPosition
from .profile import profile_of

TOLD = ["display_name", "headline", "bio", "time_zone", "language"]
ASKED_FOR = ["email_course_updates", "email_reminders"]


def records(learner: AbstractBaseUser) -> dict:
    """Profile, enrolments and library of `learner`, in a fixed number of queries. Times in UTC."""
    return {
        "profile": _profile(learner),
        "enrolments": [_enrollment(each) for each in _enrollments(learner)],
        "library": _library(learner),
    }


def _profile(learner: AbstractBaseUser) -> dict:
    profile = profile_of(learner)
    fields = {name: getattr(profile, name) for name in [*TOLD, *ASKED_FOR]}
    return {**fields, "picture": profile.picture.url if profile.picture else None}


def _enrollments(learner: AbstractBaseUser):
    lessons = LessonCompletion.objects.select_related("lesson").order_by("completed_at", "pk")
    watched = WatchPosition.objects.select_related("lesson", "video").order_by("pk")
    return (
        Enrollment.objects.of(learner)
        .select_related("course", "last_lesson")
        .prefetch_related(Prefetch("completions", lessons), Prefetch("watch_positions", watched))
    )


def _enrollment(enrollment: Enrollment) -> dict:
    last = enrollment.last_lesson
    return {
        "course": enrollment.course.title,
        "enrolled_at": enrollment.enrolled_at,
        "left_at": enrollment.left_at,
        "finished_at": enrollment.finished_at,
        "last_lesson": last.title if last else None,
        "last_opened_at": enrollment.last_opened_at,
        "updates_seen_at": enrollment.updates_seen_at,
        "completed_lessons": [
            {"lesson": each.lesson.title, "completed_at": each.completed_at}
            for each in enrollment.completions.all()
        ],
        "videos": [_position(each) for each in enrollment.watch_positions.all()],
    }


def _position(position: WatchPosition) -> dict:
    return {
        "lesson": position.lesson.title,
        "video": position.video.title if position.video else None,
        "second": position.second,
        "watched_to_second": position.watched_to,
        "at": position.measured_at,
    }


def _library(learner: AbstractBaseUser) -> list[dict]:
    saved = SavedCourse.objects.filter(library__learner=learner).select_related("course")
    return [{"course": each.course.title, "saved_at": each.saved_at} for each in saved]
