"""Wagtail's filters in Cloudinary's words.

Sizes come from Wagtail's own arithmetic, so that width and height attributes are always right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.image_operations import (
    AvifQualityOperation,
    BackgroundColorOperation,
    DoNothingOperation,
    FillOperation,
    FormatOperation,
    ImageTransform,
    JPEGQualityOperation,
    WebPQualityOperation,
)

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage, Filter

FORMATS = {"jpeg": "jpg"}
QUALITIES = {
    JPEGQualityOperation: "jpeg",
    WebPQualityOperation: "webp",
    AvifQualityOperation: "avif",
}
KNOWN = (FormatOperation, BackgroundColorOperation, DoNothingOperation, *QUALITIES)


def transformation(filter: Filter, image: AbstractImage) -> tuple[str, tuple[int, int]]:
    """What `filter` does to `image` as Cloudinary's transformation, and the size it gives.

    Raises `InvalidFilterSpecError` for an operation that has no counterpart there.
    """
    geometry = filter.get_transform(image)
    steps = [*_sizing(filter, image, geometry), *_background(filter), _encoding(filter)]
    return "/".join(steps), geometry.size


def _sizing(filter: Filter, image: AbstractImage, geometry: ImageTransform) -> Iterator[str]:
    width, height = geometry.size
    if _fills_from_the_centre(filter, image):
        # Needs no offsets: right even if Cloudinary crops before it turns a picture upright.
        yield f"c_fill,g_center,h_{height},w_{width}"
        return
    box = geometry.get_rect().round()
    if (box.width, box.height) != (image.width, image.height):
        # Without a gravity the offsets would count from the centre.
        yield f"c_crop,g_north_west,h_{box.height},w_{box.width},x_{box.left},y_{box.top}"
    if (box.width, box.height) != (width, height):
        yield f"c_scale,h_{height},w_{width}"


def _fills_from_the_centre(filter: Filter, image: AbstractImage) -> bool:
    steps = filter.transform_operations
    return len(steps) == 1 and isinstance(steps[0], FillOperation) and not image.has_focal_point()


def _background(filter: Filter) -> Iterator[str]:
    for operation in filter.filter_operations:
        if not isinstance(operation, KNOWN):
            raise InvalidFilterSpecError(f"Cloudinary cannot do this: {operation.method}")
        if isinstance(operation, BackgroundColorOperation):
            yield "b_rgb:{:02x}{:02x}{:02x}".format(*operation.color)


def _encoding(filter: Filter) -> str:
    operations = [
        operation
        for operation in filter.filter_operations
        if isinstance(operation, FormatOperation)
    ]
    if not operations:
        return f"f_auto,q_{_quality(filter, None)}"
    options, format = operations[-1].options, operations[-1].format
    quality = 100 if "lossless" in options else _quality(filter, format)
    return f"f_{FORMATS.get(format, format)},q_{quality}"


def _quality(filter: Filter, format: str | None) -> int | str:
    """The quality asked for `format`, or for any where Cloudinary chooses it."""
    qualities = [
        operation.quality
        for operation in filter.filter_operations
        if type(operation) in QUALITIES and format in {None, QUALITIES[type(operation)]}
    ]
    return qualities[-1] if qualities else "auto"
