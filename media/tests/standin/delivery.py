"""Delivery: pictures transformed, videos by range, posters, and 401 for a wrong signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from . import signatures
from .exchange import ApiError, Request, Response
from .store import Asset
from .transform import PILLOW, Invalid, transformed

if TYPE_CHECKING:
    from .server import StandIn

TYPES = {"mp4": "video/mp4", "webm": "video/webm", "jpg": "image/jpeg"}
ALIASES = {"jpg": "jpeg"}
PLAYLIST = b"#EXTM3U\n#EXT-X-VERSION:3\n"


@dataclass
class Address:
    """`/<cloud>/<resource type>/<type>/[s--…--/][<transformation>/][v<n>/]<public_id>[.ext]`."""

    resource_type: str
    type: str
    signature: str
    transformation: str
    name: str

    @classmethod
    def of(cls, segments: list[str]) -> Address:
        resource_type, type, *rest = segments[1:]
        signature = rest.pop(0) if re.fullmatch(r"s--.{8}--", rest[0]) else ""
        versions = [index for index, segment in enumerate(rest) if re.fullmatch(r"v\d+", segment)]
        if versions:
            leading, name = rest[: versions[0]], rest[versions[0] + 1 :]
        else:
            steps = [bool(re.match(r"[a-z]{1,3}_[^.]*$", segment)) for segment in rest]
            start = steps.index(False) if False in steps else len(rest) - 1
            leading, name = rest[:start], rest[start:]
        return cls(resource_type, type, signature, "/".join(leading), "/".join(name))

    @property
    def signed_part(self) -> str:
        return "/".join(filter(None, [self.transformation, self.name]))


def response(server: StandIn, request: Request) -> Response:
    if len(request.segments) < 4 or request.segments[0] != server.cloud_name:
        raise ApiError(404, "Unknown cloud")
    address = Address.of(request.segments)
    _check_signed(server, address)
    asset, extension = _find_asset(server, address)
    if asset.resource_type == "video":
        return _video(request, asset, extension)
    return _picture(request, asset, address.transformation, extension)


def _check_signed(server: StandIn, address: Address) -> None:
    """A wrong signature never passes; none does for plain originals, or unless strict."""
    expected = signatures.of_url(address.signed_part, server.api_secret)
    needed = address.type == "authenticated" or (server.strict and address.transformation)
    if (address.signature and address.signature != expected) or (needed and not address.signature):
        raise ApiError(401, "Invalid signature")


def _find_asset(server: StandIn, address: Address) -> tuple[Asset, str]:
    """The asset, and the extension it is asked with: "" for none."""
    stem, dot, extension = address.name.rpartition(".")
    names = [(address.name, ""), (stem, extension)] if dot else [(address.name, "")]
    for name, suffix in names:
        asset = server.store.assets.get((address.resource_type, address.type, name))
        if asset:
            return asset, suffix
    raise ApiError(404, f"Resource not found - {address.name}")


def _picture(request: Request, asset: Asset, transformation: str, extension: str) -> Response:
    if not transformation and extension in {"", asset.format, ALIASES.get(asset.format)}:
        return Response(200, asset.content, f"image/{asset.format.replace('jpg', 'jpeg')}")
    accept = request.headers.get("accept", "")
    try:
        body, kind = transformed(
            asset.content, transformation, accept=accept, extension=extension or asset.format
        )
    except (Invalid, ValueError) as error:
        raise ApiError(400, f"Invalid transformation: {error}") from error
    return Response(200, body, f"image/{PILLOW[kind].lower()}", {"Vary": "Accept"})


def _video(request: Request, asset: Asset, extension: str) -> Response:
    if extension in PILLOW:
        buffer = BytesIO()
        size = (asset.width or 320, asset.height or 180)
        Image.new("RGB", size, "navy").save(buffer, PILLOW[extension])
        return Response(200, buffer.getvalue(), f"image/{PILLOW[extension].lower()}")
    if extension == "m3u8":
        return Response(200, PLAYLIST, "application/vnd.apple.mpegurl")
    return _part(request, asset.content, TYPES[asset.format])


def _part(request: Request, content: bytes, content_type: str) -> Response:
    headers = {"Accept-Ranges": "bytes"}
    requested = re.fullmatch(r"bytes=(\d+)-(\d*)", request.headers.get("range", ""))
    if not requested:
        return Response(200, content, content_type, headers)
    first, last = int(requested[1]), min(int(requested[2] or len(content)), len(content) - 1)
    if first > last:
        return Response(416, b"", content_type, {"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return Response(206, content[first : last + 1], content_type, headers)
