"""Code compared line by line, with its indentation and every change of white space in sight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .folds import fold
from .marks import added, joined, note, removed, whitespace_in_words
from .sequences import align
from .words import likeness, word_difference, words

INDENTATION = re.compile(r"[^\S\n]*")
# As many unchanged lines are worth a click.
MINIMUM_FOLD = 6


@dataclass(frozen=True)
class ComparedLine:
    """`mark` is "added", "removed", "changed" or empty."""

    html: SafeString | str
    mark: str = ""


def code_difference(before: str, after: str) -> SafeString:
    pairs = align(before.split("\n"), after.split("\n"), _line_likeness)
    return _rendered([_compared(old, new) for old, new in pairs])


def code_as_it_is(code: str) -> SafeString:
    return _rendered([ComparedLine(line) for line in code.split("\n")])


def _rendered(lines: list[ComparedLine]) -> SafeString:
    is_changed = any(line.mark for line in lines)
    entries = fold(
        lines, lambda line: is_changed and not line.mark, minimum=MINIMUM_FOLD, context=3
    )
    return render_to_string("courses/admin/compare/code.html", {"entries": entries})


def _compared(old: str | None, new: str | None) -> ComparedLine:
    if old == new:
        return ComparedLine(new)
    if old is None:
        return ComparedLine(added(new or "\n"), "added")
    if new is None:
        return ComparedLine(removed(old or "\n"), "removed")
    old_indent, new_indent = INDENTATION.match(old)[0], INDENTATION.match(new)[0]
    old_words, new_words = words(old[len(old_indent) :]), words(new[len(new_indent) :])
    parts = [_indentation(old_indent, new_indent), word_difference(old_words, new_words)]
    if old_indent != new_indent:
        parts.append(_indentation_note(old_indent, new_indent))
    return ComparedLine(joined(parts), "changed")


def _indentation(before: str, after: str) -> SafeString | str:
    if before == after:
        return after
    return joined([removed(before) if before else "", added(after) if after else ""])


def _indentation_note(before: str, after: str) -> SafeString:
    sides = [whitespace_in_words(indent) or _("none") for indent in (before, after)]
    return note(_("indentation: %(before)s → %(after)s") % {"before": sides[0], "after": sides[1]})


def _line_likeness(old: str, new: str) -> float:
    """Lines without a word are like none but their equals."""
    if not (old.strip() and new.strip()):
        return float(old == new)
    return 1.0 if old.strip() == new.strip() else likeness(words(old), words(new))
