"""Names and addresses in the site history, which tells what happened long after."""

import re
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry, PageLogEntry

NOBODY = "deleted account"


def redact_titles(instance: Model) -> None:
    """The site history keeps the name an object had: `instance` no longer has one there."""
    kind = ContentType.objects.get_for_model(instance)
    ModelLogEntry.objects.filter(content_type=kind, object_id=str(instance.pk)).update(label=NOBODY)


def redact(addresses: Iterable[str]) -> None:
    """Takes `addresses` out of what is told of others, such as who joined a team."""
    for address in addresses:
        for entries in (ModelLogEntry, PageLogEntry):
            _redact(entries, address)


def _redact(entries: type[ModelLogEntry | PageLogEntry], address: str) -> None:
    text = Cast("data", TextField())
    rows = entries.objects.annotate(text=text).filter(text__icontains=_as_stored(address))
    for entry in rows:
        data = _without(entry.data, address)
        if data != entry.data:
            entries.objects.filter(pk=entry.pk).update(data=data)


def _as_stored(address: str) -> str:
    """The longest piece of `address` that stands in a JSON column as it is.

    SQLite has the rest escaped, and knows capitals of the English alphabet alone.
    """
    return max(re.findall(r"[\w@.+-]+", address, re.ASCII), key=len, default=address)


def _without(value: object, address: str) -> object:
    if isinstance(value, dict):
        return {key: _without(each, address) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, address) for each in value]
    return NOBODY if isinstance(value, str) and value.lower() == address.lower() else value
