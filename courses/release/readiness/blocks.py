"""What is wrong with the blocks of a stream field, in words a writer understands."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import Block, ChooserBlock, RichTextBlock, StreamBlock, StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from media.viewsets import VideoChooserBlock

from ...models import LessonPage


@cache
def lesson_body() -> StreamBlock:
    """The body of a lesson, whose choosers believe in what was read for them a moment ago.

    Wagtail's ask the database again, twice for each picture.
    """
    copied = deepcopy(LessonPage._meta.get_field("body").stream_block)
    _believe(copied)
    return copied


def _believe(block: Block) -> None:
    for child in getattr(block, "child_blocks", {}).values():
        if isinstance(child, ChooserBlock):
            child.clean = _Believing(child)
        else:
            _believe(child)


class _Believing:
    def __init__(self, chooser: ChooserBlock) -> None:
        self.required = chooser.field.required

    def __call__(self, value: object) -> object:
        if value is None and self.required:
            raise ValidationError(_("Choose one."), code="required")
        return value


@dataclass(frozen=True)
class Problem:
    """What is wrong in the block with the id `place`, named by `message`."""

    place: str
    message: str


def problems(block: StreamBlock, value: StreamValue) -> Iterator[Problem]:
    """One for each innermost block that would not pass `clean()`; none for missing alt texts."""
    try:
        block.clean(value)
    except ValidationError as error:
        yield from _of_stream(value, error)


def _of_stream(value: StreamValue, error: ValidationError) -> Iterator[Problem]:
    for index, each in sorted(error.block_errors.items()):
        child = value[index]
        if sentences := list(_sentences(child.block, each)):
            name = _("%(block)s block") % {"block": child.block.label}
            yield Problem(child.id or "", f"{name}: {' '.join(sentences)}")
        yield from _inside(child.value, each)


def _inside(value: object, error: ValidationError) -> Iterator[Problem]:
    for name, each in _named(error):
        if getattr(each, "block_errors", None) and isinstance(value[name], StreamValue):
            yield from _of_stream(value[name], each)


def _sentences(block: Block, error: ValidationError) -> Iterator[str]:
    """What is wrong with a block itself, rather than with blocks inside it."""
    if not hasattr(error, "block_errors"):
        yield from _about(block, error)
        return
    yield from (message for each in error.non_block_errors.as_data() for message in each.messages)
    for name, each in _named(error):
        inner = block.child_blocks[name]
        if isinstance(block, ImageBlock) and name == "alt_text":
            continue  # the publication gate asks for it
        if isinstance(inner, StreamBlock):
            if each.non_block_errors:
                yield _("Put something into “%(field)s”.") % {"field": inner.label}
        else:
            yield from _sentences(inner, each)


def _named(error: ValidationError) -> list[tuple[str, ValidationError]]:
    found = getattr(error, "block_errors", {})
    return [(name, each) for name, each in found.items() if isinstance(name, str)]


def _about(block: Block, error: ValidationError) -> Iterator[str]:
    if getattr(error, "code", "") == "required":
        yield _missing(block)
    elif cells := getattr(error, "cell_errors", None):
        places = ((row, column) for row, columns in cells.items() for column in columns)
        for row, column in places:
            cell = {"row": row + 1, "column": column + 1}
            yield _("Mend the cell in row %(row)s, column %(column)s.") % cell
    else:
        yield " ".join(f"{block.label}: {message}" for message in error.messages)


def _missing(block: Block) -> str:
    if isinstance(block, ImageChooserBlock):
        return _("Choose an image.")
    if isinstance(block, DocumentChooserBlock):
        return _("Choose a file.")
    if isinstance(block, VideoChooserBlock):
        return _("Choose a video.")
    if isinstance(block, RichTextBlock):
        return _("Write something, or delete the block.")
    return _("Fill in “%(field)s”.") % {"field": block.label}
