"""Which stored files rows refer to: those are never anyone's to clean up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.conf import settings
from django.db.models import FileField, Q, QuerySet

from ..models import PendingDeletion, VideoAsset
from ..models.assets import CONTENT_TYPES
from ..names import public_id_of


def referred_to(names: Iterable[str]) -> set[str]:
    """Those of `names` that any column of the project has, whatever storage it is of."""
    names = list(names)
    referred_names: set[str] = set()
    for rows, column in _columns():
        matches = rows.filter(**{f"{column}__in": names})
        referred_names.update(matches.values_list(column, flat=True))
    return referred_names


def public_ids_referred_to(public_ids: Iterable[str]) -> set[str]:
    """The same for names in Cloudinary, which lack the extension that rows have.

    Those whose deletion is pending count: they are seen to already.
    """
    public_ids = set(public_ids)
    formats = {*settings.WAGTAILIMAGES_EXTENSIONS, *CONTENT_TYPES}
    names = {f"{public_id}.{format}" for public_id in public_ids for format in formats}
    referred_ids = {public_id_of(name) for name in referred_to(names | public_ids)}
    referred_ids |= set(filter(_has_odd_extension, public_ids - referred_ids))
    pending = PendingDeletion.objects.filter(public_id__in=public_ids)
    return referred_ids | set(pending.values_list("public_id", flat=True))


def _has_odd_extension(public_id: str) -> bool:
    """Whether a row has it with an extension that no form would take today."""
    return any(
        rows.filter(Q(**{f"{column}__startswith": f"{public_id}."})).exists()
        for rows, column in _columns()
    )


def _columns() -> Iterator[tuple[QuerySet, str]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield model._base_manager.all(), field.name
    yield VideoAsset.objects.all(), "name"
