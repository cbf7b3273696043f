from .assets import VideoAsset
from .deletions import PendingDeletion
from .documents import CustomDocument
from .images import CustomImage, CustomRendition, renditions_through
from .rendition_requests import (
    RenditionRequest,
    request_renditions,
    try_to_request_renditions,
)
from .videos import Video, VideoTrack

__all__ = [
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "PendingDeletion",
    "Video",
    "VideoAsset",
    "VideoTrack",
    "RenditionRequest",
    "renditions_through",
    "request_renditions",
    "try_to_request_renditions",
]
