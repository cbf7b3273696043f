"""SVG to PNG. An SVG is a program for the browser, so it is never stored or served as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, register_namespace, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

SECONDS = 20
LONG_SIDE = 1600
MAX_SHAPE = 12
MAX_ELEMENTS = 50_000
FONTS = Path(__file__).with_name("fonts")
RENDERER = Path(__file__).with_name("render_svg.py")
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
UNWANTED = {f"{SVG}{name}" for name in ("script", "foreignObject")}
UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96}
_LENGTH = re.compile(r"\s*([0-9.]+(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in)?\s*")

register_namespace("", SVG[1:-1])
register_namespace("xlink", "http://www.w3.org/1999/xlink")


class DrawingError(Exception):
    """Why an SVG stays out, in words."""


def draw(svg: bytes) -> bytes:
    """A PNG, its longer side `LONG_SIDE` pixels."""
    try:
        root = fromstring(svg)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise DrawingError("it is not well-formed, or declares entities") from error
    if root.tag not in {f"{SVG}svg", "svg"}:
        raise DrawingError("its root is not <svg>")
    _clean(root)
    width, height = _size(root)
    scale = LONG_SIDE / max(width, height)
    root.set("viewBox", root.get("viewBox") or f"0 0 {width} {height}")
    root.set("width", str(max(1, round(width * scale))))
    root.set("height", str(max(1, round(height * scale))))
    return _render(tostring(root))


def _clean(root: Element) -> None:
    """The renderer would read any file of this machine that an <image> names."""
    if sum(1 for _element in root.iter()) > MAX_ELEMENTS:
        raise DrawingError("it has too many parts")
    for element in root.iter():
        for child in [child for child in element if child.tag in UNWANTED]:
            element.remove(child)
        for name in ("href", XLINK):
            address = element.get(name, "#").strip()
            if not address.startswith(("#", "data:image/png", "data:image/jpeg")):
                del element.attrib[name]


def _size(root: Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    width, height = (_pixels(root.get(name, "")) for name in ("width", "height"))
    if not (width and height) and len(box) == 4:
        width, height = (_pixels(length) for length in box[2:])
    if not (width and height):
        raise DrawingError("it does not say how large it is")
    if max(width, height) > MAX_SHAPE * min(width, height):
        raise DrawingError("it is far too long for its width")
    return width, height


def _pixels(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    try:
        return float(match[1]) * UNITS[match[2] or ""] if match else 0
    except ValueError:
        return 0


def _render(svg: bytes) -> bytes:
    """In a process of its own: a hostile file can exhaust the renderer, which then aborts."""
    command = [sys.executable, "-I", str(RENDERER), str(FONTS)]
    try:
        result = subprocess.run(  # noqa: S603  (no part of the command comes from outside)
            command, input=svg, capture_output=True, timeout=SECONDS, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise DrawingError("drawing it takes too long") from error
    except subprocess.CalledProcessError as error:
        raise DrawingError("the renderer gave up") from error
    return result.stdout
