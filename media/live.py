"""What learners see of a file now, and who may change it under their eyes."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.pages import PagePermissionPolicy


def live_pages_showing(item: Model) -> QuerySet[Page]:
    """Live pages with the image, document or video `item`, a video's poster included."""
    from .models import Video

    keys = _referring(item, Page)
    for video in Video.objects.filter(pk__in=_referring(item, Video)):  # it is their poster
        keys |= _referring(video, Page)
    return Page.objects.live().filter(pk__in=keys)


def _referring(item: Model, model: type[Model]) -> set[int]:
    """Primary keys of the `model` objects whose row, which of a live page is live, has it."""
    references = ReferenceIndex.get_references_to(item)
    kind = ContentType.objects.get_for_model(model)
    found = references.filter(base_content_type=kind).values_list("object_id", flat=True)
    return {int(pk) for pk in found.distinct()}


def may_change_what_is_live(user: AbstractBaseUser, item: Model) -> bool:
    """Whether nothing public would change, or `user` may publish every page that shows `item`."""
    shown_on = live_pages_showing(item)
    publishable = PagePermissionPolicy().instances_user_has_permission_for(user, "publish")
    return not shown_on.exclude(pk__in=publishable.values("pk")).exists()
