"""The verb that begins a lesson."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from web.slugs import free_slug, slug_base

from ..models import CoursePage, LessonPage
from ..models.draft_slugs import slugs_of
from ..models.exceptions import CourseRefusal
from ..models.permission_testers import can_take_lessons
from ..release.pinned_revisions import lock_course


@transaction.atomic
def create_lesson(course: CoursePage, title: str, *, by: AbstractBaseUser) -> LessonPage:
    """An empty draft below `course`, which no curriculum names yet. Raises `CourseRefusal`."""
    lock_course(course)  # two lessons made at once would find the same address free
    course = CoursePage.objects.get(pk=course.pk)
    if not can_take_lessons(course, by):
        raise CourseRefusal(
            _("You cannot add a lesson to this course now: it is in review, or not yours to edit.")
        )
    taken = slugs_of(LessonPage.objects.below(course))
    slug = free_slug(slug_base(title, otherwise="lesson"), taken)
    lesson = course.add_child(instance=LessonPage(title=title, slug=slug, live=False, owner=by))
    lesson.save_revision(user=by, clean=False)
    return lesson
