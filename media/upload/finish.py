"""The last step of an upload: all bytes are there, and are what they were said to be."""

from __future__ import annotations

from hashlib import sha1
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from .. import probe
from ..cloud.exceptions import CloudRefusal
from ..cloud.signing import is_cloudinary_response
from ..models import VideoAsset
from ..probe.kinds import HEAD
from . import parts
from .asset_metadata import Facts, record_metadata
from .discard import discard, discard_bytes
from .exceptions import IncompleteRefusal, UploadRefusal, WrongKindRefusal
from .refresh import cloudinary_facts

PIECE = 64 * 1024


def finish(asset: VideoAsset, *, response: object = None) -> VideoAsset:
    """Settle an upload whose bytes have all come in. Safe to call again.

    `response` is what Cloudinary told the browser after the last chunk; None where that was lost.
    Raises an `UploadRefusal`, or a `CloudRefusal` where nobody can tell what is there.
    """
    if asset.is_whole:
        return asset
    return _finish_in_cloud(asset, response) if asset.is_remote else _finish_here(asset)


def _finish_here(asset: VideoAsset) -> VideoAsset:
    received = parts.received_bytes(asset)
    if received != asset.size:
        raise IncompleteRefusal(_("Some of the video has not come in yet."), received=received)
    with parts.open_whole(asset) as file:
        return settle(asset, file)


def settle(asset: VideoAsset, file: BinaryIO) -> VideoAsset:
    """Measure `file`, the whole of an upload, and give the parts that are it their name."""
    try:
        check_playable(asset, file)
    except WrongKindRefusal:
        discard(asset)
        raise
    facts = Facts.of_file(file, asset.format)
    fingerprint = _fingerprint(file)
    parts.assemble(asset)
    try:
        with transaction.atomic():
            VideoAsset.objects.filter(pk=asset.pk).update(file_hash=fingerprint)
            asset = record_metadata(asset, facts)
            parts.store_finished_file(asset)
            return asset
    except VideoAsset.DoesNotExist:
        # Cancelled while it was read: no file is left behind.
        discard_bytes(asset)
        raise


def check_playable(asset: VideoAsset, file: BinaryIO) -> None:
    """Learn from the bytes of `file` what it is, whatever its name says. `WrongKindRefusal` with
    the reason where no browser would play it."""
    file.seek(0)
    format = probe.kind_of(file.read(HEAD))
    if format is None:
        raise WrongKindRefusal(
            _("This is no video, whatever its name says. Export it as MP4 (H.264).")
        )
    if problem := probe.problem_of(file):
        raise WrongKindRefusal(problem)
    asset.take_format(format)


def _fingerprint(file: BinaryIO) -> str:
    file.seek(0)
    digest = sha1(usedforsecurity=False)
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _confirms(response: object, asset: VideoAsset) -> bool:
    is_genuine = isinstance(response, dict) and is_cloudinary_response(response)
    return (
        is_genuine and response["public_id"] == asset.public_id and _is_number(response["version"])
    )


def _is_number(version: str | int) -> bool:
    return str(version).isascii() and str(version).isdigit()


def _finish_in_cloud(asset: VideoAsset, response: object) -> VideoAsset:
    if response is not None and not _confirms(response, asset):
        raise UploadRefusal(_("Cloudinary did not confirm this upload. Try it again."))
    try:
        facts = cloudinary_facts(asset)
    except CloudRefusal:
        if response is None:
            raise
        # It is there, as the signature says; what else there is to know comes by webhook.
        facts = Facts(version=int(response["version"]))
    if facts is None:
        raise IncompleteRefusal(_("Cloudinary does not have this video yet. Wait a moment."))
    asset = record_metadata(asset, facts)
    if asset.status == VideoAsset.Status.FAILED:
        raise UploadRefusal(asset.error)
    return asset
