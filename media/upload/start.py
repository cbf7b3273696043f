"""The first step of an upload: whether it may begin, and a row for it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from ..cloud import account
from ..models import VideoAsset
from ..models.assets import EXTENSIONS
from ..names import unguessable
from .discard import discard
from .exceptions import NoRoomRefusal, TooLargeRefusal, TooManyRefusal, WrongKindRefusal
from .parts import has_room_for
from .rights import check_may_add

# After this an unfinished upload is taken for abandoned.
PATIENCE = timedelta(days=1)


def start(
    *, by: AbstractBaseUser, filename: str, size: int, collection: str, content_type: str = ""
) -> VideoAsset:
    """Begin an upload of `size` bytes. Raises an `UploadRefusal` with the reason not to.

    `content_type` is what the browser thinks of the file: empty where it does not know.
    """
    check_may_add(by, collection)
    check_kind(filename, content_type)
    check_size(size, settings.VIDEO_MAX_SIZE)
    _check_number_of_uploads(by)
    asset = new_asset(filename, by=by, size=size)
    if not asset.is_remote:
        _check_room(size)
    asset.save()
    return asset


def new_asset(filename: str, *, by: AbstractBaseUser | None, size: int) -> VideoAsset:
    """An unsaved row for a file that is to be stored where this site keeps its files now. Its name
    has passed `check_kind`."""
    kinds = VideoAsset.Backend
    format = EXTENSIONS[_extension(filename)]
    asset = VideoAsset(
        backend=kinds.CLOUDINARY if account.is_configured() else kinds.LOCAL,
        name=unguessable("videos", filename),
        format=format,
        size=size,
        uploaded_by=by,
    )
    asset.take_format(format)
    return asset


def check_kind(filename: str, content_type: str = "") -> None:
    is_none = content_type and not content_type.startswith("video/")
    if _extension(filename) not in EXTENSIONS or is_none:
        raise WrongKindRefusal(
            _("Only .mp4 and .webm videos can be shown. Export it as MP4 (H.264).")
        )


def check_size(size: int, most: int) -> None:
    if size > most:
        raise TooLargeRefusal(
            _("This video has %(size)s, the most is %(most)s. Export it with a lower quality.")
            % {"size": filesizeformat(size), "most": filesizeformat(most)}
        )
    if size < 1:
        raise WrongKindRefusal(_("This file is empty. Choose the video again."))


def _extension(filename: str) -> str:
    return PurePath(filename).suffix.lower().removeprefix(".")


def _check_number_of_uploads(by: AbstractBaseUser) -> None:
    unfinished = VideoAsset.objects.uploading(by=by)
    for asset in unfinished.unused(before=timezone.now() - PATIENCE):
        discard(asset)
    if unfinished.count() >= settings.VIDEO_UPLOADS_AT_ONCE:
        raise TooManyRefusal(
            _("You have %d unfinished uploads. Finish or cancel one of them first.")
            % settings.VIDEO_UPLOADS_AT_ONCE
        )


def _check_room(size: int) -> None:
    if not has_room_for(size):
        raise NoRoomRefusal(_("The server has no room for this video. Tell an administrator."))
