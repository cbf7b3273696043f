"""The Admin API: what there is, for who has the key and the secret."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from .exchange import ApiError, Request, Response, json_response
from .uploads import asset_facts

if TYPE_CHECKING:
    from .server import StandIn


def response(server: StandIn, request: Request) -> Response:
    """`GET /v1_1/<cloud>/resources/<resource type>/<type>[/<public_id>]` or `/ping`."""
    expected = base64.b64encode(f"{server.api_key}:{server.api_secret}".encode()).decode()
    if request.headers.get("authorization") != f"Basic {expected}":
        raise ApiError(401, "Invalid credentials")
    match request.segments[2:]:
        case ["ping"]:
            return json_response({"status": "ok"})
        case ["resources", resource_type, type]:
            return json_response(_listing(server, request, resource_type, type))
        case ["resources", resource_type, type, *name]:
            asset = server.find(resource_type, type, "/".join(name))
            derived = [{"transformation": transformation} for transformation in asset.derived]
            return json_response(asset_facts(server, asset) | {"derived": derived})
    raise ApiError(404, "Resource not found")


def _listing(server: StandIn, request: Request, resource_type: str, type: str) -> dict:
    if public_ids := request.query.get("public_ids[]"):
        assets = [
            server.store.assets.get((resource_type, type, public_id))
            for public_id in public_ids[:100]
        ]
        return {"resources": [asset.about for asset in assets if asset]}
    prefix = request.query.get("prefix", [""])[0]
    # A place rather than a number: assets may be deleted between two pages.
    cursor = request.query.get("next_cursor", [""])[0]
    limit = int(request.query.get("max_results", ["10"])[0])
    resources = [
        asset.about
        for key, asset in sorted(server.store.assets.items())
        if key[:2] == (resource_type, type) and asset.public_id.startswith(prefix)
        if asset.public_id > cursor
    ]
    next_page = {"next_cursor": resources[limit - 1]["public_id"]} if limit < len(resources) else {}
    return {"resources": resources[:limit], **next_page}
