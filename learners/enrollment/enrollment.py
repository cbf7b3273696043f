"""Enrolling in a course and leaving it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from courses.models import CoursePage
from courses.models.view_restrictions import is_admitted

from ..exceptions import CourseArchivedRefusal, CourseClosedRefusal
from ..models import Enrollment


@transaction.atomic
def enroll(course: CoursePage, *, by: AbstractBaseUser) -> Enrollment:
    """The active enrolment of `by` in `course`: the one there is, taken up again, or a new one.

    Raises `CourseClosedRefusal` unless the course is published where `by` may see it, and
    `CourseArchivedRefusal` if it is archived and would be new to them.
    """
    if not (course.live and is_admitted(course, by)):
        raise CourseClosedRefusal
    if course.archived_at and not has_record(course, of=by):
        raise CourseArchivedRefusal
    # Inserts or takes up again in one statement, so that a double click cannot come between.
    [enrollment] = Enrollment.objects.bulk_create(
        [Enrollment(learner=by, course=course)],
        update_conflicts=True,
        unique_fields=["learner", "course"],
        update_fields=["left_at"],
    )
    return _taken_up(enrollment)


def _taken_up(enrollment: Enrollment) -> Enrollment:
    """What the row says besides, which may be an old one, is read when somebody asks."""
    names = ["id", "learner_id", "course_id", "left_at"]
    return Enrollment.from_db(
        enrollment._state.db, names, [getattr(enrollment, name) for name in names]
    )


def has_record(course: CoursePage, *, of: AbstractBaseUser) -> bool:
    """Whether `of` takes `course`, or has left it."""
    return Enrollment.objects.of(of).filter(course=course).exists()


def leave(course: CoursePage, *, by: AbstractBaseUser) -> bool:
    """Ends the enrolment and keeps its record, for the day they return. Whether there was one."""
    enrollments = Enrollment.objects.of(by).active().filter(course=course)
    return bool(enrollments.update(left_at=timezone.now()))
