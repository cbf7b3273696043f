"""The stand-in itself: one account, on a free port of this machine."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer

from . import webhooks
from .exchange import ApiError, Request
from .faults import Fault
from .handler import Handler
from .store import Asset, Store
from .uploads import LIMITS, asset_facts

FIVE_MB = 5 * 1024 * 1024


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    standin: StandIn

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what half of the tests are about."""


class StandIn:
    """`log` holds every request. Tests change `strict`, `smallest_chunk` and `limits` (bytes)."""

    cloud_name = "Stand-In"
    api_key = "123456789012345"
    # With signs that have to be percent-encoded in CLOUDINARY_URL.
    api_secret = "s3cret/+%&"

    def __init__(self) -> None:
        self.store = Store()
        self._http = _Server(("127.0.0.1", 0), Handler)
        self._http.standin = self
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self.released = threading.Event()
        self.reset()

    def start(self) -> StandIn:
        self._thread.start()
        return self

    def stop(self) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def reset(self) -> None:
        """As new: nothing stored, no faults, an empty log, whoever hangs let go."""
        self.released.set()
        self.released = threading.Event()
        self.store.clear()
        self.faults: list[Fault] = []
        self.log: list[Request] = []
        self.outbox: list[tuple[str, dict]] = []
        self.strict = True
        self.smallest_chunk = FIVE_MB
        self.limits = dict(LIMITS)

    @property
    def account(self) -> dict:
        """For `settings.CLOUDINARY_ACCOUNT`."""
        return {
            "cloud_name": self.cloud_name,
            "api_key": self.api_key,
            "api_secret": self.api_secret,
            "api": self.origin,
            "delivery": self.origin,
            "patience": 5,
        }

    @property
    def assets(self) -> list[Asset]:
        return list(self.store.assets.values())

    def find(self, resource_type: str, type: str, public_id: str) -> Asset:
        asset = self.store.assets.get((resource_type, type, public_id))
        if asset is None:
            raise ApiError(404, f"Resource not found - {public_id}")
        return asset

    def fail(self, kind: int | str, **when: object) -> None:
        """Let what `Fault` tells go wrong from now on."""
        self.faults.append(Fault(kind, **when))

    def recover(self) -> None:
        self.faults.clear()

    def fault_for(self, request: Request) -> Fault | None:
        return next((fault for fault in self.faults if fault.matches(request.path)), None)

    def requests_for(self, method: str = "", on: str = "") -> list[Request]:
        """The requests of the log with this method (any) and `on` in their path."""
        return [
            request
            for request in self.log
            if request.method.startswith(method) and on in request.path
        ]

    def notify_soon(self, url: str, kind: str, about: dict) -> None:
        """Keep a notification for `deliver`: webhooks come late, and in no certain order."""
        self.outbox.append((url, {"notification_type": kind, **about}))

    def notification(self, content: dict, *, timestamp: int | None = None):
        """Raw body and headers of a notification signed by this account."""
        return webhooks.notification(content, self.api_secret, timestamp=timestamp)

    def finish_eager(self, asset: Asset) -> dict:
        """What the webhook says once the eager transformations of `asset` are done."""
        about = asset_facts(self, asset)
        asset.derived = asset.eager
        eager = [
            {"transformation": transformation, "status": "complete"}
            for transformation in asset.eager
        ]
        return {**about, "notification_type": "eager", "batch_id": "batch", "eager": eager}

    def deliver(self) -> list[int]:
        """Send every notification kept so far; the statuses of the answers, in order."""
        notifications, self.outbox = self.outbox, []
        return [webhooks.send(url, *self.notification(content)) for url, content in notifications]
