"""Cloudinary's notifications: that a video has come in, that its MP4 is made, that it failed."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ..cloud import account
from ..cloud.signing import is_cloudinary_notification
from ..models import VideoAsset
from .asset_metadata import Facts, record_metadata


# The one form from elsewhere that is trusted: its signature says more than a token could.
@csrf_exempt
@require_POST
def notification(request: HttpRequest) -> HttpResponse:
    """200 for whatever Cloudinary says, known or not: it would go on repeating it."""
    if not account.is_configured():
        raise Http404("This site does not use Cloudinary.")
    timestamp = request.headers.get("X-Cld-Timestamp", "")
    signature = request.headers.get("X-Cld-Signature", "")
    if not is_cloudinary_notification(request.body, timestamp, signature):
        return HttpResponse("Not signed by Cloudinary.\n", status=400, content_type="text/plain")
    try:
        notification_data = json.loads(request.body)
    except (ValueError, RecursionError):
        notification_data = None
    if not isinstance(notification_data, dict):
        return HttpResponse("Not a notification.\n", status=400, content_type="text/plain")
    process_notification(notification_data)
    return HttpResponse("ok\n", content_type="text/plain")


def process_notification(notification_data: dict) -> None:
    """Write down what a notification tells of a video. Of anything else it tells in vain."""
    public_id = notification_data.get("public_id")
    if notification_data.get("resource_type", "video") != "video" or not isinstance(public_id, str):
        return
    if asset := VideoAsset.objects.with_public_id(public_id).first():
        record_metadata(asset, Facts.of_description(notification_data))
