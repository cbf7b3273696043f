"""What becomes of releases when a page of theirs is deleted.

Releases that are open or were live hold on to their pages. A submission that never went live goes
with its course, and lets a lesson go, whose title it keeps.

These are `on_delete` of foreign keys: most ways of Wagtail to delete pages call no `delete()` of
the pages themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import CASCADE, SET_NULL, ProtectedError, QuerySet
from django.db.models.deletion import Collector
from wagtail.models import Page


def go_with_course(collector: Collector, field, releases: QuerySet, using: str) -> None:
    _protect(releases.filter(pk__in=_protected_releases(field.model)))
    CASCADE(collector, field, releases, using)


def let_page_go(collector: Collector, field, items: QuerySet, using: str) -> None:
    _protect(items.filter(release__in=_protected_releases(_release_model(field))))
    SET_NULL(collector, field, items, using)


def let_revision_go_with_page(collector: Collector, field, items: QuerySet, using: str) -> None:
    """A revision alone stays: the next submission is compared with it."""
    models = (model for model in collector.data if issubclass(model, Page))
    deleted_ids = {page.pk for model in models for page in collector.data[model]}
    _protect(items.exclude(page__in=deleted_ids))
    _protect(items.filter(release__in=_protected_releases(_release_model(field))))
    SET_NULL(collector, field, items, using)


def _release_model(field):
    return field.model._meta.get_field("release").related_model


def _protected_releases(release_model) -> QuerySet:
    return release_model.objects.protected().values("pk")


def _protect(rows: Iterable) -> None:
    if protected_rows := set(rows):
        raise ProtectedError("It belongs to a release that is open or was live.", protected_rows)
