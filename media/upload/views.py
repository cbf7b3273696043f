"""The upload protocol over HTTP. Every answer is JSON; a refusal is `{"error": "a sentence"}`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from web.rate_limits import is_limited

from ..cloud.exceptions import CloudRefusal
from ..models import VideoAsset
from . import chunks, discard, finish, rights, start
from .exceptions import TooManyRefusal, UploadRefusal
from .tickets import ticket, upload_status


def upload_step(view: Callable[..., dict]) -> Callable:
    """For a view whose answer is a dictionary, or an exception that has words for the author."""

    @never_cache
    @wraps(view)
    def step(request: HttpRequest, **kwargs: str) -> JsonResponse:
        try:
            return JsonResponse(view(request, **kwargs))
        except UploadRefusal as refusal:
            received = {} if refusal.received is None else {"received": refusal.received}
            return _error_response(str(refusal), refusal.status, **received)
        except CloudRefusal as refusal:
            return _error_response(str(refusal), 502)
        except VideoAsset.DoesNotExist:
            return _error_response(_("There is no such upload any more. Begin it again."), 404)

    return step


def _error_response(message: str, status: int, **fields: object) -> JsonResponse:
    return JsonResponse({"error": message, **fields}, status=status)


def _check_rate(request: HttpRequest, group: str) -> None:
    if is_limited(request, group=group, key="user_or_ip"):
        raise TooManyRefusal(
            _("You have begun many uploads within the hour. Wait a while, then go on.")
        )


@require_POST
@upload_step
def start_upload(request: HttpRequest) -> dict:
    _check_rate(request, "upload")
    data = request.POST
    size = data.get("size", "")
    asset = start.start(
        by=request.user,
        filename=data.get("filename", ""),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 19 else 0,
        collection=data.get("collection", ""),
        content_type=data.get("type", ""),
    )
    return ticket(asset)


@require_safe
@upload_step
def status(request: HttpRequest, token: str) -> dict:
    return upload_status(rights.own_upload(token, by=request.user))


@require_POST
@upload_step
def sign(request: HttpRequest, token: str) -> dict:
    """Once more what `start` answered: a signature is good for an hour."""
    _check_rate(request, "upload-sign")
    return ticket(rights.own_upload(token, by=request.user))


@require_POST
@upload_step
def chunk(request: HttpRequest, token: str) -> dict:
    """One part as the raw body. A form's body would be read, and stored, before this is asked."""
    asset = rights.own_upload(token, by=request.user)
    if request.content_type != "application/octet-stream":
        raise UploadRefusal(_("The browser sent this part in a form. Reload the page."))
    if request.headers.get("X-Unique-Upload-Id") != asset.token:
        raise UploadRefusal(_("This part belongs to another upload. Reload the page."))
    span = chunks.Span.parse(request.headers.get("Content-Range", ""))
    return {"received": chunks.receive(asset, request, span)}


@require_POST
@upload_step
def finish_upload(request: HttpRequest, token: str) -> dict:
    asset = rights.own_upload(token, by=request.user)
    return upload_status(finish.finish(asset, response=_json(request.POST.get("answer", ""))))


@require_POST
@upload_step
def cancel(request: HttpRequest, token: str) -> dict:
    asset = rights.own_upload(token, by=request.user)
    if not asset.videos.exists():
        discard.discard(asset)
    return {}


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
