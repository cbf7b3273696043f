"""Wagtail's preview of a filter, where the file may be away."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from wagtail.images.models import SourceImageIOError
from wagtail.images.views.images import preview as wagtails


def preview(request: HttpRequest, image_id: int, filter_spec: str) -> HttpResponseBase:
    """A picture as `filter_spec` makes it; 410 where its file cannot be read."""
    try:
        return wagtails(request, image_id, filter_spec)
    except SourceImageIOError:
        words = _("The file of this picture is missing, or its storage cannot be reached now.")
        return HttpResponse(words, content_type="text/plain", status=410)
