from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail import hooks

from ..models import Video, VideoTrack
from ..storages import rendition_storage
from . import file_responses
from .file_responses import served


@require_safe
def video(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A video's bytes, for whoever the `before_serve_video` hooks let pass."""
    return _serve_guarded(request, pk, file_responses.whole)


@require_safe
def stream(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The playlist of a video's adaptive stream, under the same rule."""
    return _serve_guarded(request, pk, file_responses.stream)


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The second of a video that is its poster, under the same rule."""
    return _serve_guarded(request, pk, file_responses.poster)


@require_safe
def track(request: HttpRequest, video_pk: int, pk: int) -> HttpResponseBase:
    """A WebVTT track, under the same rule as its video."""
    # Asked by the video's own key: as a foreign key, a number that no column holds is a 500.
    tracks = VideoTrack.objects.filter(video__in=Video.objects.filter(pk=video_pk))
    video_track = get_object_or_404(tracks.select_related("video"), pk=pk)
    return _refusal(video_track.video, request) or _uncached(
        served(request, video_track.file.storage, video_track.file.name)
    )


@require_safe
def public_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition. Its name never comes back for other bytes, so it may be kept for ever."""
    # A leading slash is an empty part, and would make the path absolute.
    if {"", ".", ".."} & {*path.split("/")} or "\0" in path:
        raise Http404("No such image.")
    response = served(request, rendition_storage(), f"images/{path}")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _serve_guarded(
    request: HttpRequest, pk: int, serve: Callable[[HttpRequest, Video], HttpResponseBase]
) -> HttpResponseBase:
    instance = get_object_or_404(Video, pk=pk)
    return _refusal(instance, request) or _uncached(serve(request, instance))


def _refusal(instance: Video, request: HttpRequest) -> HttpResponse | None:
    for hook in hooks.get_hooks("before_serve_video"):
        if isinstance(response := hook(instance, request), HttpResponse):
            return response
    return None


def _uncached(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    return response
