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
    content_type = ContentType.objects.get_for_model(instance)
    ModelLogEntry.objects.filter(content_type=content_type, object_id=str(instance.pk)).update(
        label=NOBODY
    )


def redact(addresses: Iterable[str]) -> None:
    """Takes `addresses` out of what is told of others, such as who joined a team."""
    for address in addresses:
        for model in (ModelLogEntry, PageLogEntry):
            _redact(model, address)


def _redact(model: type[ModelLogEntry | PageLogEntry], address: str) -> None:
    text = Cast("data", TextField())
    entries = model.objects.annotate(text=text).filter(text__icontains=_stored_part(address))
    for entry in entries:
        data = _redacted_value(entry.data, address)
        if data != entry.data:
            model.objects.filter(pk=entry.pk).update(data=data)


def _stored_part(address: str) -> str:
    """The longest piece of `address` that stands in a JSON column as it is.

    SQLite has the rest escaped, and knows capitals of the English alphabet alone.
    """
    return max(re.findall(r"[\w@.+-]+", address, re.ASCII), key=len, default=address)


def _redacted_value(value: object, address: str) -> object:
    if isinstance(value, dict):
        return {key: _redacted_value(item, address) for key, item in value.items()}
    if isinstance(value, list):
        return [_redacted_value(item, address) for item in value]
    return NOBODY if isinstance(value, str) and value.lower() == address.lower() else value
