"""What is seen of a file now, and who may change it under the eyes of those who see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from .models import Video

# Pages that show an item to reviewers, or may do so to learners again: the app that knows releases
# names them.
protected_page_lookups: list[Callable[[Model], QuerySet[Page]]] = []


@dataclass(frozen=True)
class FileKeeper:
    """What needs a file as it is, to be named to who is about to change it. `is_open` while it is
    decided on: then the file stays. `url` is empty for what the reader may not look at, and `label`
    names nothing of it then."""

    label: str
    url: str
    is_open: bool


# The app that knows releases names those that keep an item, to a reader; to None it names none.
keeper_lookups: list[Callable[[Model, AbstractBaseUser | None], list[FileKeeper]]] = []
# Of pages the live ones count, and films only where they are shown themselves: asked for apart.
NOT_SHOWN_BY = ("wagtailcore", "media")


def pages_showing(item: Model) -> QuerySet[Page]:
    """Pages that show the image, document or video `item` live, or in a release."""
    pages = live_pages_showing(item)
    for find_pages in protected_page_lookups:
        pages |= find_pages(item)
    return pages


def live_pages_showing(item: Model) -> QuerySet[Page]:
    """Live pages with `item`, a video's poster included."""
    return Page.objects.live().filter(pk__in=_keys(_shown_by(item), Page))


def keepers_of(item: Model, reader: AbstractBaseUser | None = None) -> list[FileKeeper]:
    """What would lack the image, document or video `item`, or show another, open ones first."""
    keepers = [keeper for find_keepers in keeper_lookups for keeper in find_keepers(item, reader)]
    return sorted(keepers, key=lambda keeper: not keeper.is_open)


def open_keepers_of(item: Model, reader: AbstractBaseUser | None = None) -> list[FileKeeper]:
    return [keeper for keeper in keepers_of(item, reader) if keeper.is_open]


def others_showing(item: Model) -> list[ReferenceIndex]:
    """By what is no page, such as a portrait: it has no drafts, so it is seen as it is.

    A model that is gone may have left rows in the index: it shows nothing.
    """
    rows = _shown_by(item).exclude(base_content_type__app_label__in=NOT_SHOWN_BY)
    references = rows.select_related("content_type").order_by("pk")
    return [row for row in references if row.content_type.model_class()]


def with_poster_videos(item: Model) -> list[Model]:
    """`item`, and the videos it is the poster of."""
    video_ids = _keys(ReferenceIndex.get_references_to(item), Video)
    return [item, *Video.objects.filter(pk__in=video_ids)]


def _shown_by(item: Model) -> QuerySet[ReferenceIndex]:
    """Rows that have it; of a live page, the row is live."""
    querysets = map(ReferenceIndex.get_references_to, with_poster_videos(item))
    return reduce(or_, querysets)


def _keys(references: QuerySet[ReferenceIndex], model: type[Model]) -> set[int]:
    kind = ContentType.objects.get_for_model(model)
    object_ids = references.filter(base_content_type=kind).values_list("object_id", flat=True)
    return {int(pk) for pk in object_ids.distinct()}


def may_change_live_file(user: AbstractBaseUser, item: Model) -> bool:
    """Whether nobody would see a change unasked, or `user` may change all that shows `item`."""
    publishable_pages = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    if pages_showing(item).exclude(pk__in=publishable_pages.values("pk")).exists():
        return False
    kinds = {row.content_type for row in others_showing(item)}
    return all(_may_change(user, kind) for kind in kinds)


def _may_change(user: AbstractBaseUser, kind: ContentType) -> bool:
    codename = get_permission_codename("change", kind.model_class()._meta)
    return user.has_perm(f"{kind.app_label}.{codename}")


class LiveFilesPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule for collections; and what is live is only deleted by who may publish it, what
    is in a release that is decided on by nobody."""

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Model
    ) -> bool:
        required_actions = set(actions)
        if "delete" in required_actions and (
            open_keepers_of(instance) or not may_change_live_file(user, instance)
        ):
            required_actions.discard("delete")
        return bool(required_actions) and super().user_has_any_permission_for_instance(
            user, required_actions, instance
        )
