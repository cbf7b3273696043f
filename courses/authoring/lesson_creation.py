"""The verb that begins a lesson."""

from __future__ import annotations

from itertools import chain

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _

from web.slugs import free_slug, slug_base

from ..models import CoursePage, LessonPage
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
    slug = free_slug(slug_base(title, otherwise="lesson"), _taken_slugs(course))
    lesson = course.add_child(instance=LessonPage(title=title, slug=slug, live=False, owner=by))
    lesson.save_revision(user=by, clean=False)
    return lesson


def _taken_slugs(course: CoursePage) -> set[str]:
    """Those of its lessons, as they are live and as they are drafted."""
    draft_slug = KeyTextTransform("slug", "latest_revision__content")
    rows = LessonPage.objects.below(course).values_list("slug", draft_slug)
    return set(filter(None, chain.from_iterable(rows)))
