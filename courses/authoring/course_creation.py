"""The verb that begins a course."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from web.slugs import free_slug, slug_base

from ..models import CourseIndexPage, CoursePage
from ..models.exceptions import CourseRefusal
from ..teams.team import ensure_team

MAY_CREATE = "courses.add_coursepage"


@transaction.atomic
def create_course(title: str, *, by: AbstractBaseUser, **fields: object) -> CoursePage:
    """An empty draft with an address of its own, a collection, and `by` as its owner and team.

    `fields` are set on the course. Raises `CourseRefusal`.
    """
    index = find_catalogue(by)
    draft = CoursePage(title=title, slug=available_slug(title), live=False, owner=by, **fields)
    course = index.add_child(instance=draft)
    course.save_revision(user=by, clean=False)
    ensure_team(course, members=[by])
    return course


def find_catalogue(by: AbstractBaseUser) -> CourseIndexPage:
    """Where `by` may begin courses. Held until the transaction ends: two courses made at once would
    find the same address free. Raises `CourseRefusal`."""
    if not by.has_perm(MAY_CREATE):
        raise CourseRefusal(_("Your account may not create courses. Ask an editor to do this."))
    index = CourseIndexPage.objects.select_for_update().first()
    if index is None:
        raise CourseRefusal(_("There is no course catalogue yet. Ask an administrator to add one."))
    return index


def available_slug(title: str) -> str:
    """For a new course; the catalogue is held meanwhile (`find_catalogue`)."""
    base = slug_base(title, otherwise="course")
    courses = CoursePage.objects.filter(slug__startswith=base)
    return free_slug(
        base, CourseIndexPage.reserved_slugs | set(courses.values_list("slug", flat=True))
    )
