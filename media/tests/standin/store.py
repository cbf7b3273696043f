"""What the stand-in keeps: assets, and the chunks of those still on their way."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5

Key = tuple[str, str, str]
_versions = itertools.count(1_700_000_000)


@dataclass
class Asset:
    public_id: str
    resource_type: str
    type: str
    content: bytes = field(repr=False)
    format: str
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    version: int = field(default_factory=lambda: next(_versions))
    eager: list[str] = field(default_factory=list)
    derived: list[str] = field(default_factory=list)
    created_at: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")

    @property
    def key(self) -> Key:
        return self.resource_type, self.type, self.public_id

    @property
    def filename(self) -> str:
        return f"{self.public_id}.{self.format}" if self.format else self.public_id

    @property
    def about(self) -> dict:
        """What every description of the asset begins with."""
        description = {
            "asset_id": md5(repr(self.key).encode(), usedforsecurity=False).hexdigest(),
            "public_id": self.public_id,
            "version": self.version,
            "format": self.format,
            "resource_type": self.resource_type,
            "type": self.type,
            "created_at": self.created_at,
            "bytes": len(self.content),
            "width": self.width,
            "height": self.height,
            "duration": self.duration,
            "etag": md5(self.content, usedforsecurity=False).hexdigest(),
        }
        return {name: value for name, value in description.items() if value is not None}


@dataclass
class Store:
    assets: dict[Key, Asset] = field(default_factory=dict)
    chunks: dict[str, dict[int, bytes]] = field(default_factory=dict)

    def clear(self) -> None:
        self.assets.clear()
        self.chunks.clear()

    def add(self, asset: Asset) -> Asset:
        self.assets[asset.key] = asset
        return asset
