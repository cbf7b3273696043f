"""What is wrong with the blocks of a stream field, in words a writer understands."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import (
    Block,
    ChoiceBlock,
    ChooserBlock,
    RichTextBlock,
    StreamBlock,
    StreamValue,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from media.admin.viewsets import VideoChooserBlock

from ...models import LessonPage


@cache
def lesson_body() -> StreamBlock:
    """The body of a lesson, whose choosers believe in what was read for them a moment ago.

    Wagtail's ask the database again, twice for each picture.
    """
    block = deepcopy(LessonPage._meta.get_field("body").stream_block)
    _trust_choosers(block)
    return block


def _trust_choosers(block: Block) -> None:
    for child in getattr(block, "child_blocks", {}).values():
        if isinstance(child, ChooserBlock):
            child.clean = _TrustingClean(child)
        elif isinstance(child, ChoiceBlock):
            child.field.choices = list(child.field.choices)  # else listed anew for each value
        else:
            _trust_choosers(child)


class _TrustingClean:
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
        yield from _stream_problems(value, error)


def _stream_problems(value: StreamValue, error: ValidationError) -> Iterator[Problem]:
    for index, child_error in sorted(error.block_errors.items()):
        child = value[index]
        if messages := list(_messages(child.block, child_error)):
            name = _("%(block)s block") % {"block": child.block.label}
            yield Problem(child.id or "", f"{name}: {' '.join(messages)}")
        yield from _nested_problems(child.value, child_error)


def _nested_problems(value: object, error: ValidationError) -> Iterator[Problem]:
    for name, child_error in _errors_by_name(error):
        if getattr(child_error, "block_errors", None) and isinstance(value[name], StreamValue):
            yield from _stream_problems(value[name], child_error)


def _messages(block: Block, error: ValidationError) -> Iterator[str]:
    """What is wrong with a block itself, rather than with blocks inside it."""
    if not hasattr(error, "block_errors"):
        yield from _block_messages(block, error)
        return
    yield from (
        message
        for child_error in error.non_block_errors.as_data()
        for message in child_error.messages
    )
    for name, child_error in _errors_by_name(error):
        inner = block.child_blocks[name]
        if isinstance(block, ImageBlock) and name == "alt_text":
            continue  # the publication gate asks for it
        if isinstance(inner, StreamBlock):
            if child_error.non_block_errors:
                yield _("Fill in “%(field)s”.") % {"field": inner.label}
        else:
            yield from _messages(inner, child_error)


def _errors_by_name(error: ValidationError) -> list[tuple[str, ValidationError]]:
    errors = getattr(error, "block_errors", {})
    return [(name, child_error) for name, child_error in errors.items() if isinstance(name, str)]


def _block_messages(block: Block, error: ValidationError) -> Iterator[str]:
    if getattr(error, "code", "") == "required":
        yield _required_message(block)
    elif cells := getattr(error, "cell_errors", None):
        positions = ((row, column) for row, columns in cells.items() for column in columns)
        for row, column in positions:
            cell = {"row": row + 1, "column": column + 1}
            yield _("Fix the cell in row %(row)s, column %(column)s.") % cell
    else:
        yield " ".join(f"{block.label}: {message}" for message in error.messages)


def _required_message(block: Block) -> str:
    if isinstance(block, ImageChooserBlock):
        return _("Choose an image.")
    if isinstance(block, DocumentChooserBlock):
        return _("Choose a file.")
    if isinstance(block, VideoChooserBlock):
        return _("Choose a video.")
    if isinstance(block, RichTextBlock):
        return _("Write something, or delete the block.")
    return _("Fill in “%(field)s”.") % {"field": block.label}
