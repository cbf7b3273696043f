"""A course's team: who edits it, and the collection its files are kept in."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from .models import CoursePage
from .roles import file_permissions

PAGE_ACTIONS = ("add_page", "change_page")


def team_name(course: CoursePage) -> str:
    # By primary key: titles and slugs change, and two courses may have had the same one.
    return f"Course team {course.pk}"


@transaction.atomic
def ensure_team(course: CoursePage, *, members: Iterable[AbstractBaseUser] = ()) -> Group:
    """The group that may edit `course`, with `members` in it. Safe to call again."""
    group, _created = Group.objects.get_or_create(name=team_name(course))
    for codename in PAGE_ACTIONS:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=course,
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=codename
            ),
        )
    _open_collection(course_collection(course), group)
    for member in members:
        member.groups.add(group)
    return group


@transaction.atomic
def course_collection(course: CoursePage) -> Collection:
    """The collection of the course's own images, documents and videos. Made when missing."""
    name = f"Course {course.pk}: {course.title}"[:255]
    found = Collection.objects.filter(name__startswith=f"Course {course.pk}:").first()
    return found or Collection.get_first_root_node().add_child(name=name)


def _open_collection(collection: Collection, group: Group) -> None:
    for permission in file_permissions("add", "change", "choose"):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )
