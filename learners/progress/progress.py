"""Working through a course: lessons opened, completed, and taken back."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from web.prepared_query import PreparedQuery

from ..exceptions import LessonClosedRefusal, NotEnrolledRefusal
from ..models import Enrollment, LessonCompletion
from ..models.querysets import live_curriculum


@transaction.atomic
def complete(lesson: LessonPage, *, by: AbstractBaseUser) -> Enrollment:
    """Records that `by` completed `lesson`, and the course with it when it was the last one.

    The enrolment comes back with `done`, `total` and `just_finished`. Raises `NotEnrolledRefusal`
    or `LessonClosedRefusal`.
    """
    enrollment, is_done_by_lesson = _lock_enrollment(lesson, by)
    if not is_done_by_lesson[lesson.pk]:
        # A lesson taken out of the curriculum and put back keeps its completion: never twice.
        LessonCompletion.objects.bulk_create(
            [LessonCompletion(enrollment=enrollment, lesson=lesson)], ignore_conflicts=True
        )
    return _save_progress(enrollment, lesson, {**is_done_by_lesson, lesson.pk: True})


@transaction.atomic
def undo(lesson: LessonPage, *, by: AbstractBaseUser) -> Enrollment:
    """Takes a completion back. A course finished once stays finished."""
    enrollment, is_done_by_lesson = _lock_enrollment(lesson, by)
    enrollment.completions.filter(lesson=lesson).delete()
    return _save_progress(enrollment, lesson, {**is_done_by_lesson, lesson.pk: False})


@transaction.atomic
def opened(lesson: LessonPage, *, by: AbstractBaseUser) -> Enrollment:
    """Remembers `lesson` as the place to come back to, on any device."""
    enrollment, is_done_by_lesson = _lock_enrollment(lesson, by)
    return _save_progress(enrollment, lesson, is_done_by_lesson)


@transaction.atomic
def finish_completed(course: CoursePage) -> int:
    """Finishes `course` for whoever has nothing left to do in it; returns for how many.

    They finish with the release that left nothing, so that it is news to them. Does nothing for
    those finished already.
    """
    enrollments = Enrollment.objects.active().filter(course=course, finished_at=None)
    # Who completes a lesson at this moment waits here or is waited for: see `_lock_enrollment`.
    list(enrollments.order_by("pk").select_for_update().values_list("pk", flat=True))
    release = course.releases.published().first()
    finished_at = release.published_at if release else timezone.now()
    # Not before they came, should the course have changed without a release.
    return enrollments.finished().update(finished_at=Greatest(F("enrolled_at"), Value(finished_at)))


def _lock_enrollment(
    lesson: LessonPage, learner: AbstractBaseUser
) -> tuple[Enrollment, dict[int, bool]]:
    """The enrolment, locked, and whether each lesson of the live curriculum is done.

    The lock makes two lessons completed at once wait for each other: else neither of them would
    see that together they finish the course.
    """
    course_path = lesson._get_basepath(lesson.path, lesson.depth - 1)
    enrollment = next(iter(LOCKED_ENROLLMENT.objects(learner.pk, course_path)), None)
    if enrollment is None:
        raise NotEnrolledRefusal
    rows = COMPLETED.rows(enrollment.course_id, enrollment.pk)
    is_done_by_lesson = {lesson_id: bool(is_done) for lesson_id, is_done in rows}
    if lesson.pk not in is_done_by_lesson:
        raise LessonClosedRefusal
    return enrollment, is_done_by_lesson


def _locked_enrollment(learner_id: int, course_path: str) -> QuerySet[Enrollment]:
    enrollments = Enrollment.objects.filter(learner=learner_id, course__path=course_path)
    return enrollments.active().select_for_update(of=["self"])


def _completed(course_id: int, enrollment_id: int) -> QuerySet:
    completions = LessonCompletion.objects.filter(
        enrollment=enrollment_id, lesson=OuterRef("lesson")
    )
    entries = live_curriculum(course_id).annotate(is_done=Exists(completions))
    return entries.values_list("lesson_id", "is_done")


LOCKED_ENROLLMENT, COMPLETED = PreparedQuery(_locked_enrollment), PreparedQuery(_completed)


def _save_progress(
    enrollment: Enrollment, lesson: LessonPage, is_done_by_lesson: dict[int, bool]
) -> Enrollment:
    now = timezone.now()
    enrollment.done, enrollment.total = sum(is_done_by_lesson.values()), len(is_done_by_lesson)
    enrollment.last_lesson, enrollment.last_opened_at = lesson, now
    enrollment.just_finished = enrollment.done == enrollment.total and not enrollment.finished_at
    if enrollment.just_finished:
        enrollment.finished_at = now
    enrollment.save(update_fields=["last_lesson", "last_opened_at", "finished_at"])
    return enrollment
