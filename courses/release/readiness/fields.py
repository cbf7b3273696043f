"""Errors: fields and blocks a draft may lack, and a published page may not."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import RichTextBlock
from wagtail.fields import StreamField

from .blocks import lesson_body, problems
from .drafts import Draft
from .finding import Finding

CHOICE_FIELDS = ("category",)
# Kept by Wagtail, mended by nobody; each would cost a query.
EXCLUDED_FIELDS = ("content_type", "locale", "latest_revision", "live_revision", "owner")
REQUIRED_CODES = ("blank", "null", "required")


def course_errors(draft: Draft) -> Iterator[Finding]:
    course = draft.page
    try:
        # The curriculum apart: it has an error of its own for each thing that can be wrong.
        course.full_clean(exclude=["curriculum", *EXCLUDED_FIELDS])
    except ValidationError as error:
        yield from _field_errors(draft, error)
    for name in ("outcomes", "requirements"):
        yield from _block_errors(draft, course._meta.get_field(name), getattr(course, name))


def lesson_errors(draft: Draft) -> Iterator[Finding]:
    """What `full_clean()` says, with none of its queries: `slugs` asks for all lessons at once."""
    lesson = draft.page
    fields = lesson._meta.fields
    try:
        lesson.clean_fields(
            exclude=[field.name for field in fields if field.is_relation or not field.editable]
        )
    except ValidationError as error:
        yield from _field_errors(draft, error)
    for problem in problems(lesson_body(), draft.body):
        yield draft.error("block", problem.message, problem.place or "body")
    yield from _blank_texts(draft)


def _field_errors(draft: Draft, error: ValidationError) -> Iterator[Finding]:
    for name, errors in error.error_dict.items():
        for field_error in errors:
            message = (
                _required_message(name)
                if field_error.code in REQUIRED_CODES
                else " ".join(field_error.messages)
            )
            if name == NON_FIELD_ERRORS:
                yield draft.error("page", message)
            else:
                yield draft.error("field", f"{_label(draft, name)}: {message}", name)


def _label(draft: Draft, name: str) -> str:
    return capfirst(draft.page._meta.get_field(name).verbose_name)


def _required_message(name: str) -> str:
    return _("choose one.") if name in CHOICE_FIELDS else _("fill this in.")


def _block_errors(draft: Draft, field: StreamField, value) -> Iterator[Finding]:
    for problem in problems(field.stream_block, value):
        yield draft.error("block", problem.message, problem.place or field.name)


def _blank_texts(draft: Draft) -> Iterator[Finding]:
    for child, texts in draft.texts:
        is_text = isinstance(child.block, RichTextBlock)
        # Without any source it was found missing already.
        if is_text and child.value.source and all(prose.is_blank for prose in texts):
            message = _("Text block: Write something, or delete the block.")
            yield draft.error("block", message, child.id or "body")
