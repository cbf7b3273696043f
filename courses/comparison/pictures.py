"""Pictures side by side."""

from __future__ import annotations

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.images.models import AbstractRendition
from wagtail.images.shortcuts import get_rendition_or_not_found

from .marks import added, removed
from .references import THUMBNAIL, Reference, References

_CAPTIONS = {"added": added, "removed": removed, "": str}


@dataclass(frozen=True)
class ShownPicture:
    """`mark` is "added", "removed" or empty; `rendition` is None for one that is gone."""

    caption: str
    mark: str
    rendition: AbstractRendition | None


def picture_difference(
    before: Reference | None, after: Reference | None, references: References
) -> SafeString:
    """Empty for none."""
    if before == after:
        return _rendered([(after, "")], references)
    return _rendered([(before, "removed"), (after, "added")], references)


def _rendered(marked: list[tuple[Reference | None, str]], references: References) -> SafeString:
    pictures = [
        _shown(reference, mark, references) for reference, mark in marked if reference is not None
    ]
    return render_to_string("courses/admin/compare/pictures.html", {"pictures": pictures})


def _shown(reference: Reference, mark: str, references: References) -> ShownPicture:
    image = references.image(reference)
    rendition = get_rendition_or_not_found(image, THUMBNAIL) if image else None
    return ShownPicture(_CAPTIONS[mark](references.title(reference)), mark, rendition)
