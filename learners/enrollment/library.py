"""Saving courses for later."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from courses.models import CoursePage
from courses.models.view_restrictions import is_admitted

from ..exceptions import CourseArchivedRefusal, CourseClosedRefusal
from ..models import Library, SavedCourse


@transaction.atomic
def save(course: CoursePage, *, by: AbstractBaseUser) -> None:
    """Puts `course` on the shelf of `by`, making the shelf when it is the first.

    Raises `CourseClosedRefusal` unless the course is published where `by` may see it, and
    `CourseArchivedRefusal` if it is archived: there is no later to save it for.
    """
    if not (course.live and is_admitted(course, by)):
        raise CourseClosedRefusal
    if course.archived_at:
        raise CourseArchivedRefusal
    Library.objects.bulk_create([Library(learner=by)], ignore_conflicts=True)
    library = Library.objects.get(learner=by)
    SavedCourse.objects.bulk_create(
        [SavedCourse(library=library, course=course)], ignore_conflicts=True
    )


def unsave(course: CoursePage, *, by: AbstractBaseUser) -> None:
    SavedCourse.objects.filter(library__learner=by, course=course).delete()
