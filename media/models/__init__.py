from .assets import VideoAsset
from .documents import CustomDocument
from .images import CustomImage, CustomRendition
from .videos import Video, VideoTrack

__all__ = [
    "CustomDocument",
    "CustomImage",
    "CustomRendition",
    "Video",
    "VideoAsset",
    "VideoTrack",
]
