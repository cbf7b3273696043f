"""Handing out what an access check has passed: from where it is, by nginx, or by Cloudinary."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.files.storage import Storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from ..cloud import account
from ..models import Video
from ..storages import private_storage
from ..upload import cloudinary_videos
from .range_responses import ranged_response


def whole(request: HttpRequest, video: Video) -> HttpResponseBase:
    """The video as one file. 404 until all of it has come in."""
    asset = _whole_asset(video)
    if asset.is_remote:
        return HttpResponseRedirect(cloudinary_videos.play_url(asset))
    if settings.PRIVATE_MEDIA_ACCEL:
        return _by_nginx(request, asset.name)
    if settings.MEDIA_LINK_SECONDS:
        return HttpResponseRedirect(_signed_url(request, asset.name))
    return served(request, private_storage(), asset.name)


def stream(request: HttpRequest, video: Video) -> HttpResponseBase:
    asset = _whole_asset(video)
    if not asset.hls_ready:
        raise Http404("There is no stream of this video.")
    return HttpResponseRedirect(cloudinary_videos.stream_url(asset))


def poster(request: HttpRequest, video: Video) -> HttpResponseBase:
    asset = _whole_asset(video)
    if video.poster_url is None:
        raise Http404("The poster of this video is none of its seconds.")
    return HttpResponseRedirect(cloudinary_videos.poster_url(asset, video.poster_second))


def served(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    """The file of that name in `storage`, or the part of it that is asked for."""
    if not storage.exists(name):
        raise Http404("The file is missing.")
    try:
        file = storage.open(name)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404("There is no such file.") from error
    # A bucket has told both when it was asked for the file.
    modified = (getattr(file, "modified", None) or storage.get_modified_time(name)).timestamp()
    response = ranged_response(
        request,
        file,
        content_type=_content_type(name),
        etag=f"{file.size:x}-{int(modified):x}",
        modified=modified,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _whole_asset(video: Video):
    asset = video.asset
    if not asset.is_whole or (asset.is_remote and not account.is_configured()):
        raise Http404("The video has not come in yet.")
    return asset


def _by_nginx(request: HttpRequest, name: str) -> HttpResponse:
    """nginx sees to ranges, validators and length. Of a bucket it gets a signed address, which
    nobody else sees: each request is checked, as on disk."""
    path = f"/{quote(name)}"
    if private_storage().is_bucket:
        url = urlsplit(_signed_url(request, name))
        path = f"{url.path}?{url.query}"
    response = HttpResponse(content_type=_content_type(name))
    response["X-Accel-Redirect"] = f"{settings.PRIVATE_MEDIA_ACCEL}{path}"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _signed_url(request: HttpRequest, name: str) -> str:
    """For the method of the request alone, which is signed as well."""
    return private_storage().url(name, http_method=request.method)


def _content_type(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
