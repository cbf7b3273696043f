"""Gate: headings that go down one step at a time, as screen readers read them out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from ...blocks.text import HeadingBlock
from .drafts import Draft
from .finding import Finding
from .prose import HEADINGS, Prose

TITLE = 1  # the level of the page's title


def skipped_headings(draft: Draft) -> Iterator[Finding]:
    """The first in each block that is more than one level below the heading before it."""
    previous_level, reported_ids = TITLE, set()
    for child, texts in draft.texts:
        for level, text in _headings(child, texts):
            if level > previous_level + 1 and child.id not in reported_ids:
                reported_ids.add(child.id)
                yield draft.lack(
                    "heading-skipped", _advice(level, text, previous_level), child.id or "body"
                )
            previous_level = level


def _headings(child: StreamValue.StreamChild, texts: list[Prose]) -> Iterator[tuple[int, str]]:
    if isinstance(child.block, HeadingBlock):
        if child.value["text"] and child.value["level"] in HEADINGS:
            yield HEADINGS[child.value["level"]], child.value["text"]
    else:
        for prose in texts:
            yield from prose.headings


def _advice(level: int, text: str, previous_level: int) -> str:
    values = {"text": text, "level": level, "above": previous_level, "wanted": previous_level + 1}
    if previous_level == TITLE:
        return _("The first heading, “%(text)s”, is of level %(level)s. Make it level 2.") % values
    return (
        _(
            "The heading “%(text)s” is of level %(level)s, but the one before it is of level "
            "%(above)s. Make it level %(wanted)s."
        )
        % values
    )
