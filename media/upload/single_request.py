"""A video that comes in one piece: from a form without JavaScript, or a course folder."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.utils.translation import gettext as _

from ..cloud import client
from ..models import VideoAsset
from . import parts
from .asset_metadata import Facts, record_metadata
from .cloudinary_videos import upload_options
from .exceptions import NoRoomRefusal
from .finish import check_playable, settle
from .start import check_kind, check_size, new_asset


def store(file: File, *, by: AbstractBaseUser | None, most: int) -> VideoAsset:
    """Store a video of at most `most` bytes. `file.name` tells its kind, and so do its bytes.

    Raises an `UploadRefusal`, or a `CloudRefusal`; then nothing is stored.
    """
    check_kind(file.name)
    check_size(file.size, most)
    asset = new_asset(file.name, by=by, size=file.size)
    check_playable(asset, file)
    return _in_cloud(asset, file) if asset.is_remote else _here(asset, file)


def _in_cloud(asset: VideoAsset, file: File) -> VideoAsset:
    file.seek(0)
    description = client.upload_in_parts(file, asset.public_id, **upload_options(asset))
    asset.save()
    return record_metadata(asset, Facts.of_description(description))


def _here(asset: VideoAsset, file: File) -> VideoAsset:
    try:
        parts.store_whole(asset, file)
    except OSError as error:
        parts.forget_parts(asset)
        raise NoRoomRefusal(
            _("The server could not store this video. Tell an administrator.")
        ) from error
    asset.save()
    return settle(asset, file)
