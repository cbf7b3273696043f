"""Who may bring in videos, and whose an upload is."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from ..models import Video, VideoAsset
from .exceptions import NotAllowedRefusal


def addable_collections(user: AbstractBaseUser) -> QuerySet[Collection]:
    """The collections `user` may add videos to."""
    if not user.has_perm("wagtailadmin.access_admin"):
        return Collection.objects.none()
    policy = policy_registry.get_by_type(Video)
    return policy.collections_user_has_permission_for(user, "add")


def check_may_add(user: AbstractBaseUser, collection: str | None = None) -> None:
    """Raises `NotAllowedRefusal` for who may add no videos, or none to `collection` (a key)."""
    collections = addable_collections(user)
    if collection is not None:
        # As text: what is no number is no collection, and no error.
        matches = [candidate for candidate in collections if str(candidate.pk) == collection]
        if not matches:
            raise NotAllowedRefusal(
                _("You may not add videos to this collection. Choose another one.")
            )
    elif not collections:
        raise NotAllowedRefusal(_("You may not add videos. Ask an editor for the right to."))


def own_upload(token: str, *, by: AbstractBaseUser) -> VideoAsset:
    """Raises `VideoAsset.DoesNotExist` for what is not an upload of `by`'s own."""
    check_may_add(by)
    return VideoAsset.objects.by_token(token).get(uploaded_by=by)
