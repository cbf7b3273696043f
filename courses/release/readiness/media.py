"""Gate: pictures and videos for those who cannot see or hear them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from media.models import Video, VideoTrack

from ...blocks.media import FigureBlock, VideoBlock
from .drafts import Draft
from .finding import Finding


def images_without_alt_text(draft: Draft) -> Iterator[Finding]:
    for child in draft.blocks:
        image = child.value["image"] if isinstance(child.block, FigureBlock) else None
        if image and not image.decorative and not (image.contextual_alt_text or "").strip():
            message = _("Image block: describe what “%(image)s” shows, or mark it as decorative.")
            yield draft.lack("image-alt", message % {"image": image.title}, child.id or "body")


def captioned(drafts: Iterable[Draft]) -> set[int]:
    """Of all videos the drafts show, the primary keys of those that have captions."""
    video_ids = {video.pk for draft in drafts for _place, video in _videos(draft)}
    if not video_ids:
        return set()
    tracks = VideoTrack.objects.filter(kind=VideoTrack.Kind.CAPTIONS, video__in=video_ids)
    return set(tracks.values_list("video_id", flat=True))


def videos_not_ready(draft: Draft, captioned_ids: set[int]) -> Iterator[Finding]:
    for place, video in _videos(draft):
        values = {"video": video.title}
        if not video.is_ready:
            message = _("The video “%(video)s” is not ready yet. Wait until it is processed.")
            yield draft.lack("video-not-ready", message % values, place, video_id=video.pk)
        if video.pk not in captioned_ids:
            message = _("The video “%(video)s” has no captions. Add a track of captions to it.")
            yield draft.lack("video-captions", message % values, place, video_id=video.pk)
        if not video.transcript.strip():
            message = _("The video “%(video)s” has no transcript. Write down what is said in it.")
            yield draft.lack("video-transcript", message % values, place, video_id=video.pk)


def _videos(draft: Draft) -> Iterator[tuple[str, Video]]:
    featured = getattr(draft.page, "featured_video", None)
    if featured:
        yield "featured_video", featured
    for child in draft.blocks:
        if isinstance(child.block, VideoBlock) and child.value["video"]:
            yield child.id or "body", child.value["video"]
