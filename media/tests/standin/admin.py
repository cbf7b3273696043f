"""The Admin API: what there is, for who has the key and the secret."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from .exchange import Answer, Refused, Request, said
from .uploads import described

if TYPE_CHECKING:
    from .server import StandIn


def response(server: StandIn, request: Request) -> Answer:
    """`GET /v1_1/<cloud>/resources/<resource type>/<type>[/<public_id>]` or `/ping`."""
    expected = base64.b64encode(f"{server.api_key}:{server.api_secret}".encode()).decode()
    if request.headers.get("authorization") != f"Basic {expected}":
        raise Refused(401, "Invalid credentials")
    match request.segments[2:]:
        case ["ping"]:
            return said({"status": "ok"})
        case ["resources", resource_type, type]:
            return said(_listing(server, request, resource_type, type))
        case ["resources", resource_type, type, *name]:
            asset = server.find(resource_type, type, "/".join(name))
            derived = [{"transformation": each} for each in asset.derived]
            return said(described(server, asset) | {"derived": derived})
    raise Refused(404, "Resource not found")


def _listing(server: StandIn, request: Request, resource_type: str, type: str) -> dict:
    if asked := request.query.get("public_ids[]"):
        kept = [server.store.assets.get((resource_type, type, each)) for each in asked[:100]]
        return {"resources": [asset.about for asset in kept if asset]}
    prefix = request.query.get("prefix", [""])[0]
    # A place rather than a number: assets may be deleted between two pages.
    after = request.query.get("next_cursor", [""])[0]
    most = int(request.query.get("max_results", ["10"])[0])
    found = [
        asset.about
        for key, asset in sorted(server.store.assets.items())
        if key[:2] == (resource_type, type) and asset.public_id.startswith(prefix)
        if asset.public_id > after
    ]
    more = {"next_cursor": found[most - 1]["public_id"]} if most < len(found) else {}
    return {"resources": found[:most], **more}
