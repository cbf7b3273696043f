from django.urls import path
from wagtail import hooks

from .previews import preview
from .viewsets import video_chooser_viewset, video_viewset


@hooks.register("register_admin_viewset")
def register_videos() -> list:
    return [video_viewset, video_chooser_viewset]


@hooks.register("register_admin_urls", order=-1)  # before Wagtail's own view of this address
def register_image_preview() -> list:
    return [path("images/<int:image_id>/preview/<str:filter_spec>/", preview)]
