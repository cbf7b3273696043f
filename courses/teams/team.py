"""A course's team: who edits it, and the collection its files are kept in."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Collection, CollectionMember, GroupCollectionPermission

from ..models import CoursePage, CourseTeam
from .roles import file_permissions, grant, page_permissions

PAGE_ACTIONS = ("add_page", "change_page")
FILE_ACTIONS = ("add", "change", "choose")
MOST_LETTERS = Collection._meta.get_field("name").max_length


@transaction.atomic
def ensure_team(course: CoursePage, *, members: Iterable[AbstractBaseUser] = ()) -> CourseTeam:
    """The team of `course`, with `members` on it. Made when missing; safe to call again."""
    team = CourseTeam.objects.filter(course=course).first() or _make_team(course)
    grant(page_permissions(*PAGE_ACTIONS), group=team.group, page=course)
    grant(file_permissions(*FILE_ACTIONS), group=team.group, collection=team.collection)
    team.group.user_set.add(*members)
    return team


def share_files(course: CoursePage, with_course: CoursePage) -> None:
    """Let the team of `with_course` choose the files of `course`, which it may not change.

    And those that were shared with `course` in turn: what it shows may be any of them.
    """
    group = ensure_team(with_course).group
    choose = file_permissions("choose")
    shared = GroupCollectionPermission.objects.filter(
        group=ensure_team(course).group, permission__in=choose
    )
    for collection in Collection.objects.filter(pk__in=shared.values("collection")):
        grant(choose, group=group, collection=collection)


def team_of(course: CoursePage) -> QuerySet:
    """The accounts on the team of `course`; none if it never had one."""
    accounts = get_user_model().objects.select_related("wagtail_userprofile")  # has the picture
    return accounts.filter(groups__course_team__course=course).order_by("email", "pk")


def collection_name(course: CoursePage, own: Collection | None = None) -> str:
    """The title of `course` as it is drafted, with its slug where another collection than `own` is
    called so already."""
    others = Collection.objects.exclude(pk=own and own.pk)
    title = course.draft_title or course.title
    if others.filter(name=title).exists():
        return f"{title[: MOST_LETTERS - len(course.slug) - 3]} ({course.slug})"[:MOST_LETTERS]
    return title


def rename_collection(*, instance: CoursePage, update_fields=None, **signal) -> None:
    """After a course was saved: its collection is called as the course is."""
    if update_fields is not None and "draft_title" not in update_fields:
        return
    teams = CourseTeam.objects.select_related("collection").filter(course=instance)
    if team := teams.first():
        name = collection_name(instance, own=team.collection)
        if team.collection.name != name:
            _rename(team.collection_id, name)


@transaction.atomic
def _rename(key: int, name: str) -> None:
    """Collections stand in the order of their names, or the next one would find no place."""
    root = _locked_root()
    collection = Collection.objects.get(pk=key)
    collection.name = name
    collection.save(update_fields=["name"])
    if collection.is_child_of(root):
        collection.move(root, "sorted-child")


def _locked_root() -> Collection:
    """Until the transaction ends: two that come in or move at once would tear the tree."""
    return Collection.objects.select_for_update().get(depth=1)


@transaction.atomic
def disband(*, instance: CourseTeam, **signal) -> None:
    """After a course was deleted: its group goes, and its collection unless files are in it."""
    Group.objects.filter(pk=instance.group_id).delete()
    # Held: a file added right now would be deleted with it.
    collection = Collection.objects.select_for_update().filter(pk=instance.collection_id).first()
    if collection and not collection.numchild and not _has_files(collection):
        collection.delete()


def _make_team(course: CoursePage) -> CourseTeam:
    # By primary key: titles and slugs change, and two courses may have had the same one.
    group = Group.objects.get_or_create(name=f"Course team {course.pk}")[0]
    collection = _locked_root().add_child(name=collection_name(course))
    return CourseTeam.objects.create(course=course, group=group, collection=collection)


def _has_files(collection: Collection) -> bool:
    models = (model for model in apps.get_models() if issubclass(model, CollectionMember))
    return any(model.objects.filter(collection=collection).exists() for model in models)
