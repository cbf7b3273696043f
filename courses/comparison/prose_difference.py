"""Prose compared paragraph by paragraph, and word by word within each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .folds import fold
from .marks import added, joined, removed, visible
from .prose import Paragraph, Token
from .references import Reference, References
from .sequences import align
from .words import likeness, stretches

FORMAT_NAMES = {
    "a": gettext_lazy("link"),
    "b": gettext_lazy("bold"),
    "i": gettext_lazy("italic"),
    "s": gettext_lazy("strikethrough"),
    "u": gettext_lazy("underline"),
    "code": gettext_lazy("code"),
    "sub": gettext_lazy("subscript"),
    "sup": gettext_lazy("superscript"),
}
KIND_NAMES = {
    "p": gettext_lazy("paragraph"),
    "ul": gettext_lazy("bullet"),
    "ol": gettext_lazy("numbered item"),
    "blockquote": gettext_lazy("quotation"),
    "pre": gettext_lazy("code"),
    "hr": gettext_lazy("horizontal line"),
}
# As many unchanged paragraphs are worth a click.
MINIMUM_FOLD = 3
# How formatted words are shown; of links stands where they lead.
SHOWN = {"b": "strong", "i": "em", "s": "s", "code": "code", "sub": "sub", "sup": "sup"}


@dataclass(frozen=True)
class ComparedParagraph:
    """`mark` is "added", "removed", "changed", "moved" or empty; `notes` are in words."""

    paragraph: Paragraph
    mark: str
    html: SafeString
    notes: Sequence[str] = ()

    @property
    def kind_name(self) -> str:
        """Empty for an ordinary paragraph."""
        kind = self.paragraph.kind
        return "" if kind == "p" or not self.paragraph.tokens else kind_name(kind)


class ProseDifference:
    """`references` know what links lead to."""

    def __init__(
        self, before: Iterable[Paragraph], after: Iterable[Paragraph], references: References
    ) -> None:
        self._before, self._after, self._references = tuple(before), tuple(after), references

    def html(self) -> SafeString:
        paragraphs = self.paragraphs
        is_changed = any(paragraph.mark for paragraph in paragraphs)
        entries = fold(
            paragraphs,
            lambda paragraph: is_changed and not paragraph.mark,
            minimum=MINIMUM_FOLD,
            context=1,
        )
        return render_to_string("courses/admin/compare/prose.html", {"entries": entries})

    @property
    def paragraphs(self) -> list[ComparedParagraph]:
        """In the new order; what went stands where it stood, what moved only where it is now."""
        pairs = align(self._before, self._after, paragraph_likeness)
        gone = Counter(old for old, new in pairs if not new and old.tokens)
        come = Counter(new for old, new in pairs if not old)
        moved = {entry for entry, count in come.items() if gone[entry] == count}
        return [self._compared(old, new, moved) for old, new in pairs if new or old not in moved]

    def _compared(self, old: Paragraph | None, new: Paragraph | None, moved) -> ComparedParagraph:
        if old and new:
            return self._changed(old, new)
        if new in moved:
            return ComparedParagraph(new, "moved", self._shown(new.tokens))
        paragraph, mark = (new, "added") if new else (old, "removed")
        content = self._seen(paragraph.tokens) or _nameless(paragraph)
        return ComparedParagraph(paragraph, mark, added(content) if new else removed(content))

    def _changed(self, old: Paragraph, new: Paragraph) -> ComparedParagraph:
        if old == new:
            return ComparedParagraph(new, "", self._shown(new.tokens))
        if old.keys != new.keys and old.text == new.text:
            # The same text, cut into other words by its formatting.
            old, new = (replace(side, tokens=_letters(side.tokens)) for side in (old, new))
        parts, notes = [], _kind_notes(old, new)
        for stretch in stretches(old.keys, new.keys):
            before, after = old.tokens[stretch.before], new.tokens[stretch.after]
            if stretch.is_equal:
                notes += format_notes(before, after)
                parts.append(self._shown(after))
                continue
            parts += [removed(self._seen(before))] if before else []
            parts += [added(self._seen(after))] if after else []
        return ComparedParagraph(new, "changed", joined(parts), notes)

    def _shown(self, tokens: Iterable[Token]) -> SafeString:
        """Escaped, with its formatting."""
        return self._formatted(tokens, lambda text: text)

    def _seen(self, tokens: Sequence[Token]) -> SafeString:
        """The same, with signs for what would not be seen."""
        is_blank = all(token.target is None and token.text.isspace() for token in tokens)
        return self._formatted(tokens, visible if is_blank else _visible_but_blanks)

    def _formatted(self, tokens: Iterable[Token], text_of: Callable[[str], str]) -> SafeString:
        groups = groupby(tokens, lambda token: (token.formats, token.target))
        return joined(
            self._target(target)
            if target is not None
            else _wrapped(formats, text_of("".join(token.text for token in group)))
            for (formats, target), group in groups
        )

    def _target(self, target: Reference | str) -> SafeString:
        is_reference = isinstance(target, Reference)
        text = self._references.title(target) if is_reference else target
        return format_html(' <span class="comparison__target">[→ {}]</span>', text)


def _wrapped(formats: frozenset[str], text: str) -> SafeString:
    content = format_html("{}", text)
    for name in sorted(formats & SHOWN.keys()):
        content = format_html("<{0}>{1}</{0}>", SHOWN[name], content)
    return content


def paragraph_likeness(old: Paragraph, new: Paragraph) -> float:
    if not (old.tokens and new.tokens):
        return float(old == new)
    return 1.0 if old.text == new.text else likeness(old.keys, new.keys)


def kind_name(kind: str) -> str:
    if kind in KIND_NAMES:
        return str(KIND_NAMES[kind])
    return _("heading %(level)s") % {"level": kind[1:]}


def format_notes(before: Sequence[Token], after: Sequence[Token]) -> list[str]:
    """What became of the formatting of the same words."""
    notes = []
    pairs = zip(before, after, strict=True)
    for (old, new), group in groupby(pairs, lambda pair: (pair[0].formats, pair[1].formats)):
        if old == new:
            continue
        text = "".join(token.text for _before, token in group).strip() or "␣"
        values = {"text": text}
        for name in sorted(new - old):
            values["format"] = FORMAT_NAMES.get(name, name)
            notes.append(_("formatting: %(format)s added on “%(text)s”") % values)
        for name in sorted(old - new):
            values["format"] = FORMAT_NAMES.get(name, name)
            notes.append(_("formatting: %(format)s removed from “%(text)s”") % values)
    return notes


def _kind_notes(old: Paragraph, new: Paragraph) -> list[str]:
    notes = []
    if old.kind != new.kind:
        values = {"before": kind_name(old.kind), "after": kind_name(new.kind)}
        notes.append(_("formatting: %(before)s → %(after)s") % values)
    if old.depth != new.depth and old.depth and new.depth:
        values = {"before": old.depth, "after": new.depth}
        notes.append(_("list level: %(before)s → %(after)s") % values)
    return notes


def _nameless(paragraph: Paragraph) -> str:
    return _("(horizontal line)") if paragraph.kind == "hr" else _("(empty paragraph)")


def _letters(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(
        replace(token, text=text)
        for token in tokens
        for text in (token.text if token.target is None else [token.text])
    )


def _visible_but_blanks(text: str) -> str:
    """A blank between words is seen."""
    return text if text.isspace() and set(text) == {" "} else visible(text)
