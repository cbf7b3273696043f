"""Videos in Cloudinary: how they are sent there, and under which addresses they are played."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse

from web.public_url import public_url

from ..cloud.account import account
from ..cloud.addresses import address
from ..cloud.signing import sign_params

if TYPE_CHECKING:
    from ..models import VideoAsset

# What Cloudinary makes after an upload. The address must ask for just the same, letter by letter:
# else it is made once more, while the learner waits.
MP4 = "c_limit,q_auto,vc_h264,w_1280"
HLS = "sp_auto"
FORMATS = "mp4,webm"


def upload_options(asset: VideoAsset) -> dict:
    """What is asked of Cloudinary for `asset`, beside its public id and never to overwrite."""
    return {
        "type": asset.delivery,
        "allowed_formats": FORMATS,
        "eager": f"{HLS}/m3u8|{MP4}/mp4" if settings.CLOUDINARY_HLS else f"{MP4}/mp4",
        "eager_async": "1",
        "notification_url": public_url(reverse("media:cloudinary_webhook")),
    }


def upload_fields(asset: VideoAsset) -> dict:
    """The fields with which a browser may send this one asset, within the hour."""
    params = {"public_id": asset.public_id, "overwrite": "0", "timestamp": int(time.time())}
    return sign_params({**upload_options(asset), **params})


def upload_url() -> str:
    site = account()
    return f"{site.api}/v1_1/{site.cloud_name}/video/upload"


def play_url(asset: VideoAsset) -> str:
    """The MP4 made for the web; the file as it was sent while there is none."""
    if asset.mp4_ready:
        return _address(asset, "mp4", MP4)
    return original_url(asset)


def original_url(asset: VideoAsset) -> str:
    """The file as it was sent, byte for byte."""
    return _address(asset, asset.format)


def stream_url(asset: VideoAsset) -> str:
    return _address(asset, "m3u8", HLS)


def poster_url(asset: VideoAsset, second: int) -> str:
    return _address(asset, "jpg", f"c_limit,q_auto,so_{second},w_1280")


def _address(asset: VideoAsset, extension: str, transformation: str = "") -> str:
    return address(
        asset.public_id,
        transformation,
        extension=extension,
        resource_type="video",
        type=asset.delivery,
    )
