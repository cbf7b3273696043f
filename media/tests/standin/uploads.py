"""The Upload API: upload (whole or in chunks), destroy, explicit."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from . import signatures
from .exchange import ApiError, Request, Response, json_response
from .measure import NotMedia, measured
from .store import Asset

if TYPE_CHECKING:
    from .server import StandIn

HOUR = 60 * 60
LIMITS = {"image": 10 * 1024 * 1024, "raw": 10 * 1024 * 1024, "video": 100 * 1024 * 1024}


def response(server: StandIn, request: Request) -> Response:
    """`POST /v1_1/<cloud>/<resource type>/<action>`."""
    resource_type, action = request.segments[2:4]
    _check_signed(server, request.fields)
    match action:
        case "upload":
            return _upload(server, request, resource_type)
        case "destroy":
            removed = server.store.assets.pop(_key(request, resource_type), None)
            return json_response({"result": "ok" if removed else "not found"})
        case "explicit":
            asset = server.find(*_key(request, resource_type))
            return json_response(_with_eager(server, asset, request.fields))
    raise ApiError(404, f"Unknown action {action}")


def _key(request: Request, resource_type: str) -> tuple[str, str, str]:
    return resource_type, request.fields.get("type", "upload"), request.fields["public_id"]


def _check_signed(server: StandIn, fields: dict[str, str]) -> None:
    if fields.get("api_key") != server.api_key:
        raise ApiError(401, f"Unknown API key {fields.get('api_key')}")
    if not signatures.signs_call(fields, server.api_secret):
        text = signatures.text_to_sign(fields)
        raise ApiError(
            401, f"Invalid Signature {fields.get('signature')}. String to sign - '{text}'."
        )
    age = time.time() - int(fields.get("timestamp", 0))
    if age > HOUR:
        raise ApiError(400, "Stale request - reported time is more than 1 hour ago")


def _upload(server: StandIn, request: Request, resource_type: str) -> Response:
    content = request.form.file
    if content is None:
        raise ApiError(400, "Missing required parameter - file")
    if "content-range" in request.headers:
        content = _joined(server, request, content)
    if content is None:
        return json_response({"done": False, "public_id": request.fields.get("public_id")})
    existing = server.store.assets.get(_key(request, resource_type))
    if existing and request.fields.get("overwrite", "true") in {"0", "false", "False"}:
        return json_response(asset_facts(server, existing) | {"existing": True})
    asset = server.store.add(_asset(server, request, resource_type, content))
    return json_response(_with_eager(server, asset, request.fields, "upload"))


def _asset(server: StandIn, request: Request, resource_type: str, content: bytes) -> Asset:
    largest = server.limits[resource_type]
    if len(content) > largest:
        raise ApiError(400, f"File size too large. Got {len(content)}. Maximum is {largest}.")
    try:
        facts = measured(content, resource_type)
    except NotMedia as error:
        raise ApiError(400, str(error)) from error
    allowed = request.fields.get("allowed_formats")
    if allowed and facts["format"] not in allowed.split(","):
        raise ApiError(400, f"{resource_type.title()} file format {facts['format']} not allowed")
    _kind, delivery_type, public_id = _key(request, resource_type)
    return Asset(public_id, resource_type, delivery_type, content, **facts)


def _joined(server: StandIn, request: Request, chunk: bytes) -> bytes | None:
    """The whole file once its last chunk is here, else None. First first, last last."""
    range_match = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+|-1)", request.headers["content-range"])
    upload_id = request.headers.get("x-unique-upload-id")
    if not (range_match and upload_id) or int(range_match[2]) - int(range_match[1]) + 1 != len(
        chunk
    ):
        raise ApiError(400, "Invalid Content-Range header")
    start, end, total = map(int, range_match.groups())
    parts = server.store.chunks.setdefault(upload_id, {})
    if start and 0 not in parts:
        raise ApiError(400, "The first chunk must be sent first")
    is_last = end + 1 == total
    if not is_last and len(chunk) < server.smallest_chunk:
        raise ApiError(400, "All parts except EOF-chunk must be larger than 5mb")
    parts[start] = chunk
    if not is_last:
        return None
    joined = b"".join(parts[offset] for offset in sorted(parts))
    if len(joined) != total:
        raise ApiError(400, "Some chunks are missing")
    del server.store.chunks[upload_id]
    return joined


def asset_facts(server: StandIn, asset: Asset) -> dict:
    """What Cloudinary answers after an upload; only `public_id` and `version` are signed."""
    facts = {"public_id": asset.public_id, "version": str(asset.version)}
    address = f"{asset.resource_type}/{asset.type}/v{asset.version}/{asset.filename}"
    url = f"{server.origin}/{server.cloud_name}/{address}"
    signature = signatures.of_call(facts, server.api_secret)
    return {**asset.about, "signature": signature, "url": url, "secure_url": url}


def _with_eager(server: StandIn, asset: Asset, fields: dict[str, str], kind: str = "explicit"):
    """The description with its eager transformations; tells `notification_url` of the upload.

    `eager_async` leaves them "processing" until a test calls `server.finish_eager`.
    """
    about = asset_facts(server, asset)
    asset.eager = [
        transformation for transformation in fields.get("eager", "").split("|") if transformation
    ]
    is_async = fields.get("eager_async") in {"1", "true", "True"}
    asset.derived = [] if is_async else asset.eager
    state = {"status": "processing", "batch_id": "batch"} if is_async else {"format": asset.format}
    if asset.eager:
        about["eager"] = [
            state | _derived(server, asset, transformation) for transformation in asset.eager
        ]
    if fields.get("notification_url") and kind == "upload":
        server.notify_soon(fields["notification_url"], "upload", about)
    return about


def _derived(server: StandIn, asset: Asset, transformation: str) -> dict:
    folder = f"{server.origin}/{server.cloud_name}/{asset.resource_type}/{asset.type}"
    url = f"{folder}/{transformation}/v{asset.version}/{asset.filename}"
    return {"transformation": transformation, "url": url, "secure_url": url}
