"""Cloudinary's transformations of pictures, as far as this site asks for them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageColor, ImageOps

PILLOW = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "avif": "AVIF", "gif": "GIF"}


class Invalid(Exception):
    """No transformation that Cloudinary knows."""


def transformed(content: bytes, transformation: str, *, accept: str = "", extension: str = "jpg"):
    """Picture `content` as bytes, and the format they are in.

    UNPROVEN: that the picture is turned by its EXIF orientation before the first crop.
    """
    picture = ImageOps.exif_transpose(Image.open(BytesIO(content)))
    target, quality = extension, 80
    for step in filter(None, transformation.split("/")):
        parameters = dict(parameter.split("_", 1) for parameter in step.split(","))
        target = _format(parameters.get("f", ""), target, accept)
        quality_parameter = parameters.get("q", "")
        quality = int(quality_parameter) if quality_parameter.isdigit() else quality
        picture = _coloured(_sized(picture, parameters), parameters.get("b"))
    return _encoded(picture, target, quality), target


def _format(requested: str, fallback: str, accept: str) -> str:
    if requested == "auto":
        offers = [name for name in ("avif", "webp") if f"image/{name}" in accept]
        return offers[0] if offers else fallback
    return requested or fallback


def _sized(picture: Image.Image, parameters: dict[str, str]) -> Image.Image:
    numbers = {name: int(parameters[name]) for name in "whxy" if name in parameters}
    size = (numbers.get("w", picture.width), numbers.get("h", picture.height))
    match parameters.get("c"), parameters.get("g"):
        case None, _:
            return picture
        case "scale", _:
            return picture.resize(size, Image.Resampling.LANCZOS)
        case "limit", _:
            return ImageOps.contain(picture, size) if picture.width > size[0] else picture
        case "fill", None | "center":
            return ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
        case "crop", gravity:
            return _cropped(picture, size, (numbers.get("x", 0), numbers.get("y", 0)), gravity)
    raise Invalid(f"Invalid transformation component - {parameters}")


def _cropped(picture, size, offset, gravity):
    """Without a gravity, offsets count from the centre."""
    x, y = offset
    if gravity != "north_west":
        x += (picture.width - size[0]) // 2
        y += (picture.height - size[1]) // 2
    return picture.crop((x, y, min(x + size[0], picture.width), min(y + size[1], picture.height)))


def _coloured(picture: Image.Image, background: str | None) -> Image.Image:
    if not background:
        return picture
    colour = ImageColor.getrgb(f"#{background.removeprefix('rgb:')}")
    return _flat(picture, colour)


def _flat(picture: Image.Image, colour: tuple[int, ...]) -> Image.Image:
    picture = picture.convert("RGBA")
    ground = Image.new("RGBA", picture.size, (*colour[:3], 255))
    return Image.alpha_composite(ground, picture).convert("RGB")


def _encoded(picture: Image.Image, target: str, quality: int) -> bytes:
    if target not in PILLOW:
        raise Invalid(f"Invalid extension in transformation: {target}")
    if target in {"jpg", "jpeg"} and picture.mode != "RGB":
        picture = _flat(picture, (255, 255, 255))
    buffer = BytesIO()
    picture.save(buffer, PILLOW[target], quality=quality)
    return buffer.getvalue()
