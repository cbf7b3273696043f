import mimetypes

from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from .models import Video, VideoTrack
from .ranged import ranged_response
from .storages import rendition_storage


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A video's bytes, for whoever the `before_serve_video` hooks let pass."""
    asset = get_object_or_404(Video, pk=pk)
    return _refusal(asset, request) or _private(request, asset.file)


@require_safe
def track(request: HttpRequest, video_pk: int, pk: int) -> HttpResponseBase:
    """A WebVTT track, under the same rule as its video."""
    # Asked by the video's own key: as a foreign key, a number that no column holds is a 500.
    tracks = VideoTrack.objects.filter(video__in=Video.objects.filter(pk=video_pk))
    asset = get_object_or_404(tracks.select_related("video"), pk=pk)
    return _refusal(asset.video, request) or _private(request, asset.file)


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition. Its name never comes back for other bytes, so it may be kept for ever."""
    # A leading slash is an empty part, and would make the path absolute.
    if {"", ".", ".."} & {*path.split("/")} or "\0" in path:
        raise Http404("No such image.")
    response = _file(request, rendition_storage(), f"images/{path}")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _refusal(asset: Video, request: HttpRequest) -> HttpResponse | None:
    for hook in hooks.get_hooks("before_serve_video"):
        if isinstance(response := hook(asset, request), HttpResponse):
            return response
    return None


def _private(request: HttpRequest, file: FieldFile) -> HttpResponseBase:
    response = _file(request, file.storage, file.name)
    response["Cache-Control"] = "private, no-store"
    return response


def _file(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    if not storage.exists(name):
        raise Http404("The file is missing.")
    try:
        file = storage.open(name)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404("There is no such file.") from error
    modified = storage.get_modified_time(name).timestamp()
    response = ranged_response(
        request,
        file,
        content_type=mimetypes.guess_type(name)[0] or "application/octet-stream",
        etag=f"{storage.size(name):x}-{int(modified):x}",
        modified=modified,
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
