"""All rows of a site as Django reads them: alike in both databases, if they are the same site's."""

from __future__ import annotations

from django.db.models import Model

from skillmate.backup.conversion import tables
from skillmate.backup.left_out import LEFT_OUT


def all_rows() -> dict[str, list[str]]:
    """By table; of sessions, mail and changes of public pages none."""
    return {
        name: sorted(map(_row, model._base_manager.all()))
        for name, model in tables.models().items()
        if name not in {*LEFT_OUT, "web_sitechange"}
    }


def _row(row: Model) -> str:
    fields = row._meta.local_concrete_fields
    return repr([field.value_to_string(row) for field in fields])
