"""What was deleted, as the log remembers it."""

from __future__ import annotations

from django.db.models import Model, QuerySet
from wagtail.log_actions import registry as log_registry
from wagtail.models import Page


def names_in_log(model: type[Model], keys: list[str]) -> dict[str, str]:
    """What objects that were deleted were called, by their keys."""
    entries: QuerySet = log_registry.get_log_model_for_model(model).objects.filter(
        action="wagtail.delete"
    )
    if issubclass(model, Page):
        return {
            str(pk): label
            for pk, label in entries.filter(page_id__in=keys).values_list("page_id", "label")
        }
    of_model = entries.filter(
        content_type__app_label=model._meta.app_label, content_type__model=model._meta.model_name
    )
    return dict(of_model.filter(object_id__in=keys).values_list("object_id", "label"))
