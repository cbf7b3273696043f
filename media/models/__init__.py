from .assets import VideoAsset
from .deletions import PendingDeletion
from .documents import CustomDocument
from .images import CustomImage, CustomRendition, renditions_through
from .videos import Video, VideoTrack

__all__ = [
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "PendingDeletion",
    "Video",
    "VideoAsset",
    "VideoTrack",
    "renditions_through",
]
