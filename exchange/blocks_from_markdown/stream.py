"""Collecting a StreamField's raw data: rich text gathers until another block comes."""

from __future__ import annotations

import json
from html import escape
from uuid import UUID, uuid5

from ..report import LessonReport
from . import richtext

NAMESPACE = UUID("6f1d1c39-6c0e-4c0b-9d6a-0a6f6f1f2b11")


class Stream:
    def __init__(self, report: LessonReport):
        self.report = report
        self.blocks: list[dict] = []
        self._pieces: list[tuple[int, str]] = []

    def write(self, html: str, line: int) -> None:
        """Add rich text: one or more whole elements."""
        self._pieces.append((line, html))

    def add(self, kind: str, value: object) -> None:
        self._flush()
        self.blocks.append({"type": kind, "value": value})

    def finish(self) -> list[dict]:
        self._flush()
        return self.blocks

    def _flush(self) -> None:
        pieces, self._pieces = self._pieces, []
        if not pieces:
            return
        try:
            html = richtext.prose("".join(html for _line, html in pieces))
        except richtext.UnstableRichTextError:
            html = richtext.prose("".join(self._safe(*piece) for piece in pieces))
        self.blocks.append({"type": "text", "value": html})

    def _safe(self, line: int, html: str) -> str:
        """This piece as it is if the editor keeps it, else its words alone."""
        try:
            richtext.prose(html)
        except richtext.UnstableRichTextError:
            message = "formatting the editor would not keep became plain text"
            self.report.convert(line, "formatting", message)
            return f"<p>{escape(richtext.plain_text(html), quote=False)}</p>"
        return html


def identified(blocks: list[dict], path: str) -> list[dict]:
    """`blocks` with ids made from where they stand and what they hold, so that the same
    source always gives the same data."""
    return [_identified(block, f"{path}/{number}") for number, block in enumerate(blocks)]


def _identified(block: dict, place: str) -> dict:
    value = block["value"]
    content = json.dumps(value, sort_keys=True, ensure_ascii=False)
    if isinstance(value, dict) and isinstance(value.get("body"), list):
        value = {**value, "body": identified(value["body"], place)}
    name = f"{place}|{block['type']}|{content}"
    return {"type": block["type"], "value": value, "id": str(uuid5(NAMESPACE, name))}
