"""What the site keeps of a learner, for themselves: plain values, whatever may change inside."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Prefetch

from ..models import Enrollment, LessonCompletion, SavedCourse, WatchPosition
from .profile import profile_of

PROFILE_FIELDS = ["display_name", "shows_picture_to_teachers"]


def records(learner: AbstractBaseUser) -> dict:
    """Profile, enrolments and library of `learner`, in a fixed number of queries. Times in UTC."""
    return {
        "profile": _profile(learner),
        "enrolments": [_enrollment(enrollment) for enrollment in _enrollments(learner)],
        "library": _library(learner),
    }


def _profile(learner: AbstractBaseUser) -> dict:
    profile = profile_of(learner)
    fields = {name: getattr(profile, name) for name in PROFILE_FIELDS}
    return {**fields, "picture": profile.picture.url if profile.picture else None}


def _enrollments(learner: AbstractBaseUser):
    completions = LessonCompletion.objects.select_related("lesson").order_by("completed_at", "pk")
    positions = WatchPosition.objects.select_related("lesson", "video").order_by("pk")
    return (
        Enrollment.objects.of(learner)
        .select_related("course", "last_lesson")
        .prefetch_related(
            Prefetch("completions", completions), Prefetch("watch_positions", positions)
        )
    )


def _enrollment(enrollment: Enrollment) -> dict:
    last_lesson = enrollment.last_lesson
    return {
        "course": enrollment.course.title,
        "enrolled_at": enrollment.enrolled_at,
        "left_at": enrollment.left_at,
        "finished_at": enrollment.finished_at,
        "last_lesson": last_lesson.title if last_lesson else None,
        "last_opened_at": enrollment.last_opened_at,
        "updates_seen_at": enrollment.updates_seen_at,
        "completed_lessons": [
            {"lesson": completion.lesson.title, "completed_at": completion.completed_at}
            for completion in enrollment.completions.all()
        ],
        "videos": [_position(position) for position in enrollment.watch_positions.all()],
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
    saved_courses = SavedCourse.objects.filter(library__learner=learner).select_related("course")
    return [
        {"course": saved_course.course.title, "saved_at": saved_course.saved_at}
        for saved_course in saved_courses
    ]
