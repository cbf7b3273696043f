from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_cache_control

from .models import try_to_request_renditions
from .rendition_policy import without_making


class RenditionMiddleware:
    """Pictures that are missing on a public page are made by the worker (`rendition_queue`)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(reverse("wagtailadmin_home")):
            return self.get_response(request)
        with without_making() as missing:
            response = self.get_response(request)
        if missing:
            try_to_request_renditions(missing)
            # Nobody keeps a page that will be another in a moment.
            patch_cache_control(response, no_store=True)
        return response
