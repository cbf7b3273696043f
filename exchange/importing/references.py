"""From names to ids: what a converted lesson mentions, and its data once all of it exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from hashlib import sha256
from typing import Protocol
from urllib.parse import unquote

from ..blocks_from_markdown.links import DOCUMENT, bind
from ..files.assets import Assets

_NAMED = re.compile(r"(image|document|video):(.*)", re.S)
_LINKED = re.compile(re.escape(DOCUMENT) + r'([^"]*)"')
# Where in a block's value a name may stand; anywhere else the text is the author's own.
_FIELDS = {"image": "image", "download": "document", "video": "video"}


class Ids(Protocol):
    """Primary keys by path."""

    def page(self, path: str) -> int: ...

    def image(self, path: str) -> int: ...

    def document(self, path: str) -> int: ...

    def video(self, path: str) -> int: ...


def with_ids(blocks: list[dict], ids: Ids) -> list[dict]:
    return [{**block, "value": _value(block["type"], block["value"], ids)} for block in blocks]


def _value(kind: str, value: object, ids: Ids) -> object:
    if kind == "text":
        return bind(value, ids.page, ids.document)
    if kind == "table":
        return _table(value, ids)
    if kind == "image":
        image = {**value["image"], "image": _id(value["image"]["image"], ids)}
        return {**value, "image": image}
    if kind in _FIELDS:
        return {**value, _FIELDS[kind]: _id(value[_FIELDS[kind]], ids)}
    if kind in {"callout", "accordion"}:
        return {**value, "body": with_ids(value["body"], ids)}
    return value


def _table(table: dict, ids: Ids) -> dict:
    rows = [
        {"values": [bind(cell, ids.page, ids.document) for cell in row["values"]]}
        for row in table["rows"]
    ]
    return {**table, "rows": rows}


def _id(name: str, ids: Ids) -> int:
    kind, path = _NAMED.fullmatch(name).groups()
    return getattr(ids, kind)(path)


def digest(content: object, blocks: list[dict], assets: Assets) -> str:
    """A fingerprint of everything an import would bring: of text as well as of files."""
    digests = {path: assets.digests.get(path, "") for path in sorted(set(_mentioned_paths(blocks)))}
    videos = {}
    for path in digests.keys() & assets.videos.keys():
        video = assets.videos[path]
        parts = [assets.digests.get(file_path, "") for file_path in (video.captions, video.poster)]
        videos[path] = [asdict(video), parts]
    parts = [content, blocks, digests, videos]
    return sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _mentioned_paths(blocks: list[dict]) -> Iterator[str]:
    for block in blocks:
        kind, value = block["type"], block["value"]
        if kind == "text":
            yield from (unquote(path) for path in _LINKED.findall(value))
        elif kind == "image":
            yield _NAMED.fullmatch(value["image"]["image"])[2]
        elif kind in _FIELDS:
            yield _NAMED.fullmatch(value[_FIELDS[kind]])[2]
        elif kind in {"callout", "accordion"}:
            yield from _mentioned_paths(value["body"])
