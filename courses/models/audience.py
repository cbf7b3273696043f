"""Which courses the lists of a page name to whoever asks for it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from web.page_cache.fragments import kept_object
from web.visitors import user_of

from .catalogue_entry import CatalogueEntry, CatalogueEntryQuerySet
from .view_restrictions import admitted


def admissions_of(request: HttpRequest) -> tuple[str, ...]:
    """The `restrictions` of catalogue entries that let whoever asks pass; empty for a visitor.

    Asked once a request, in one query, and none where no course is restricted. A preview shows
    what all may see.
    """
    if not hasattr(request, "admissions"):
        user = user_of(request)
        is_own = user.is_authenticated and not getattr(request, "preview_as", None)
        request.admissions = _admissions(request, user) if is_own else ()
    return request.admissions


def entries_for(request: HttpRequest) -> CatalogueEntryQuerySet:
    """The courses that lists name to whoever asks: those they may open."""
    return CatalogueEntry.objects.admitting(admissions_of(request))


def _admissions(request: HttpRequest, user: AbstractBaseUser) -> tuple[str, ...]:
    restrictions = kept_object(request, ("restrictions",), CatalogueEntry.objects.restrictions)
    return admitted(user, restrictions) if restrictions else ()
