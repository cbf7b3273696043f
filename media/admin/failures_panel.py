"""On the dashboard: videos and pictures that could not be processed, for those who may change
them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from ..models import CustomImage, RenditionRequest, Video, VideoAsset

LIMIT = 10


def failed_videos(user: AbstractBaseUser) -> QuerySet[Video]:
    return _changeable(Video, user).filter(asset__status=VideoAsset.Status.FAILED).order_by("-pk")


def failed_images(user: AbstractBaseUser) -> QuerySet[CustomImage]:
    """Those whose sizes for pages cannot be made: their file is gone, or broken."""
    failed_ids = RenditionRequest.objects.exclude(failed_at=None).values("image")
    return _changeable(CustomImage, user).filter(pk__in=failed_ids).order_by("-pk")


def _changeable(model: type[Model], user: AbstractBaseUser) -> QuerySet:
    return policy_registry.get_by_type(model).instances_user_has_permission_for(user, "change")


class FailedFilesPanel(Component):
    order = 112
    template_name = "media/admin/failures_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        user = parent_context["request"].user
        return {"videos": failed_videos(user)[:LIMIT], "images": failed_images(user)[:LIMIT]}

    class Media:
        css = {"all": ["css/admin/desk.css"]}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`."""
    panels.append(FailedFilesPanel())
