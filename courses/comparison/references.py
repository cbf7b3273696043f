"""What pages, files and people are called that two versions name by their keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from media.models import CustomDocument, CustomImage, Video
from web.primary_keys import is_key

THUMBNAIL = "max-320x240"
# By the names Wagtail's rich text has for them.
LINKED_MODELS = {"page": Page, "document": CustomDocument, "image": CustomImage}
GONE: dict[type[Model], Promise] = {
    Page: gettext_lazy("a page that no longer exists"),
    CustomDocument: gettext_lazy("a document that no longer exists"),
    CustomImage: gettext_lazy("an image that no longer exists"),
    Video: gettext_lazy("a video that no longer exists"),
}


@dataclass(frozen=True)
class Reference:
    """An object by its key, whether it exists or not."""

    model: type[Model]
    key: str

    @classmethod
    def to(cls, model: type[Model], key: object) -> Reference:
        """All pages are one kind: they are fetched together."""
        key = str(int(str(key))) if is_key(str(key)) else str(key)
        return cls(Page if issubclass(model, Page) else model, key)


class References:
    """The objects of `references`, fetched together: one query for each kind of them."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self._references = set(references)

    def title(self, reference: Reference) -> str:
        """With its number where another of its kind is called the same."""
        title = self._titles.get(reference)
        if title is None:
            return gone(reference.model)
        if self._title_counts[reference.model, title] == 1:
            return title
        return _("%(title)s (number %(key)s)") % {"title": title, "key": reference.key}

    def image(self, reference: Reference) -> CustomImage | None:
        """None for one that no longer exists, or is not to be shown."""
        return self._objects.get(reference)

    @property
    def without_pictures(self) -> References:
        """The same titles: drawing thumbnails takes long, and some places are seldom opened."""
        return _TitlesAlone(self)

    @cached_property
    def _objects(self) -> dict[Reference, Model]:
        keys: dict[type[Model], set[str]] = {}
        for reference in self._references:
            if is_key(reference.key):
                keys.setdefault(reference.model, set()).add(reference.key)
        return {
            Reference(model, str(obj.pk)): obj
            for model, model_keys in keys.items()
            for obj in _queryset(model).filter(pk__in=model_keys)
        }

    @cached_property
    def _titles(self) -> dict[Reference, str]:
        return {
            reference: obj.get_admin_display_title() if isinstance(obj, Page) else str(obj)
            for reference, obj in self._objects.items()
        }

    @cached_property
    def _title_counts(self) -> Counter:
        return Counter((reference.model, title) for reference, title in self._titles.items())


class _TitlesAlone(References):
    def __init__(self, references: References) -> None:
        self._all = references

    def title(self, reference: Reference) -> str:
        return self._all.title(reference)

    def image(self, reference: Reference) -> None:
        return None


def share_references(comparisons: Iterable) -> None:
    """Let `comparisons` of one page ask for everything together. Some name nothing."""
    naming = [comparison for comparison in comparisons if hasattr(comparison, "wanted")]
    references = References(found for comparison in naming for found in comparison.wanted())
    for comparison in naming:
        comparison.references = references


def gone(model: type[Model]) -> str:
    kind = model._meta.verbose_name
    return str(GONE.get(model) or _("(%(kind)s that no longer exists)") % {"kind": kind})


def _queryset(model: type[Model]):
    queryset = model._default_manager.all()
    return queryset.prefetch_renditions(THUMBNAIL) if model is CustomImage else queryset
