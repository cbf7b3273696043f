"""Short values in words: what stood there, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django.utils import formats
from django.utils.translation import gettext as _


def value_text(value: object) -> str:
    """As a person would say it; empty for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date | datetime | time):
        return formats.localize(value)
    if isinstance(value, list | tuple | set):
        return ", ".join(value_text(entry) for entry in value)
    return str(value)


def choice_text(value: object, choices: Iterable) -> str:
    """What the choice is called; a value that is none of `choices` as it is."""
    names = _names(choices)
    if isinstance(value, list | tuple):
        return ", ".join(names.get(str(entry), str(entry)) for entry in value)
    return names.get(value_text(value), value_text(value))


def _names(choices: Iterable) -> Mapping[str, str]:
    """Groups of choices opened."""
    names = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            names.update(_names(label))
        elif value not in ("", None):
            names[str(value)] = str(label)
    return names
