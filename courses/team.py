"""A course's team: who edits it, and the collection its files are kept in."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from .models import CoursePage, CourseTeam
from .roles import file_permissions

PAGE_ACTIONS = ("add_page", "change_page")


@transaction.atomic
def ensure_team(course: CoursePage, *, members: Iterable[AbstractBaseUser] = ()) -> CourseTeam:
    """The team of `course`, with `members` on it. Made when missing; safe to call again."""
    team = CourseTeam.objects.filter(course=course).first() or _make_team(course)
    for codename in PAGE_ACTIONS:
        GroupPagePermission.objects.get_or_create(
            group=team.group,
            page=course,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    for permission in file_permissions("add", "change", "choose"):
        GroupCollectionPermission.objects.get_or_create(
            group=team.group, collection=team.collection, permission=permission
        )
    team.group.user_set.add(*members)
    return team


def _make_team(course: CoursePage) -> CourseTeam:
    # By primary key: titles and slugs change, and two courses may have had the same one.
    group = Group.objects.get_or_create(name=f"Course team {course.pk}")[0]
    name = f"Course {course.pk}: {course.title}"[:255]
    collection = Collection.get_first_root_node().add_child(name=name)
    return CourseTeam.objects.create(course=course, group=group, collection=collection)
