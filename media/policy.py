"""Who may do what to images, documents and videos."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from .published_files import may_change_what_is_live


class LiveFilesPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rule for collections; and what is live is only deleted by who may publish it."""

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Model
    ) -> bool:
        required_actions = set(actions)
        if "delete" in required_actions and not may_change_what_is_live(user, instance):
            required_actions.discard("delete")
        return bool(required_actions) and super().user_has_any_permission_for_instance(
            user, required_actions, instance
        )
