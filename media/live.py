"""What is seen of a file now, and who may change it under the eyes of those who see it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy

# Pages that show an item to reviewers, or may do so to learners again: the app that knows releases
# names them.
kept_pages_showing: list[Callable[[Model], QuerySet[Page]]] = []


def pages_showing(item: Model) -> QuerySet[Page]:
    """Pages that show the image, document or video `item` live, or in a release."""
    pages = live_pages_showing(item)
    for kept in kept_pages_showing:
        pages |= kept(item)
    return pages


def live_pages_showing(item: Model) -> QuerySet[Page]:
    """Live pages with `item`, a video's poster included."""
    keys = set().union(*(_referring(each, Page) for each in with_what_it_adorns(item)))
    return Page.objects.live().filter(pk__in=keys)


def with_what_it_adorns(item: Model) -> list[Model]:
    """`item`, and the videos it is the poster of."""
    from .models import Video

    return [item, *Video.objects.filter(pk__in=_referring(item, Video))]


def _referring(item: Model, model: type[Model]) -> set[int]:
    """Primary keys of the `model` objects whose row, which of a live page is live, has it."""
    references = ReferenceIndex.get_references_to(item)
    kind = ContentType.objects.get_for_model(model)
    found = references.filter(base_content_type=kind).values_list("object_id", flat=True)
    return {int(pk) for pk in found.distinct()}


def may_change_what_is_live(user: AbstractBaseUser, item: Model) -> bool:
    """Whether nobody would see a change unasked, or `user` may publish all that shows `item`."""
    shown_on = pages_showing(item)
    publishable = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return not shown_on.exclude(pk__in=publishable.values("pk")).exists()
