"""A roster as a CSV file for spreadsheets, written while it is read."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import Enrollment
from .roster import Roster

# Without it Excel takes UTF-8 for something else.
BYTE_ORDER_MARK = "\ufeff"
CHUNK = 500
# What spreadsheets take for a formula, wide forms of East Asian keyboards included.
FORMULAS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")

# Marks that make the text after them run the other way.
BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def export(roster: Roster, *, by: AbstractBaseUser) -> Iterator[str]:
    """The lines of the file; that `by` asked for it is written down before the first."""
    log(instance=roster.course, action="skillmate.learners_exported", user=by)
    return lines(roster)


def lines(roster: Roster) -> Iterator[str]:
    """Every learner of the roster, whatever page it is at. Memory does not grow with them."""
    writer = csv.writer(_Echo())
    headings = [_("Name"), _("Enrolled"), _("Last active"), _("Lessons completed"), _("Lessons")]
    yield BYTE_ORDER_MARK + writer.writerow([*headings, _("Progress in %"), _("Finished")])
    for learner in roster.learners.iterator(chunk_size=CHUNK):
        yield writer.writerow(_row(learner))


def _row(learner: Enrollment) -> list[str | int]:
    return [
        defuse(learner.name),
        _timestamp(learner.enrolled_at),
        _timestamp(learner.last_opened_at),
        learner.done,
        learner.total,
        learner.percent,
        _timestamp(learner.finished_at),
    ]


def defuse(text: str) -> str:
    """`text` as a cell that is read as text: no formula, no line break, no turned direction."""
    cell = "".join(character for character in text if not _is_control(character)).strip()
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _is_control(character: str) -> bool:
    return (
        unicodedata.category(character) == "Cc"
        or unicodedata.bidirectional(character) in BIDI_CONTROLS
    )


def _timestamp(at: datetime | None) -> str:
    """In UTC, as ISO 8601 to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else ""
