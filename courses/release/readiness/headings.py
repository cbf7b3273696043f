"""Gate: headings that go down one step at a time, as screen readers read them out."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue

from ...blocks.text import HeadingBlock
from .drafts import Draft
from .finding import Finding
from .prose import HEADINGS, prose_of

TITLE = 1  # the level of the page's title


def skipped_headings(draft: Draft) -> Iterator[Finding]:
    """The first in each block that is more than one level below the heading before it."""
    above, reported = TITLE, set()
    for child in draft.blocks:
        for level, text in _headings(child):
            if level > above + 1 and child.id not in reported:
                reported.add(child.id)
                yield draft.lack("heading-skipped", _advice(level, text, above), child.id or "body")
            above = level


def _headings(child: StreamValue.StreamChild) -> Iterator[tuple[int, str]]:
    if isinstance(child.block, HeadingBlock):
        if child.value["text"] and child.value["level"] in HEADINGS:
            yield HEADINGS[child.value["level"]], child.value["text"]
    else:
        for prose in prose_of(child):
            yield from prose.headings


def _advice(level: int, text: str, above: int) -> str:
    facts = {"text": text, "level": level, "above": above, "wanted": above + 1}
    if above == TITLE:
        return _("The first heading, “%(text)s”, is of level %(level)s. Make it level 2.") % facts
    return (
        _(
            "The heading “%(text)s” is of level %(level)s, but the one before it is of level "
            "%(above)s. Make it level %(wanted)s."
        )
        % facts
    )
