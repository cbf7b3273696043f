"""Drafts that name what was deleted since can still be opened, without it."""

from __future__ import annotations

from django.apps import apps


def without_deleted(content: dict) -> dict:
    """The `content` of a course's revision without a category or teachers that are gone.

    Published courses protect them, drafts do not; and reading such a draft would break.
    """
    category = content.get("category")
    teachers = content.get("taught_by") or []
    if category and not _existing("Category", [category]):
        category = None
    kept = _existing("Instructor", [each["instructor"] for each in teachers])
    return {
        **content,
        "category": category,
        "taught_by": [each for each in teachers if each["instructor"] in kept],
    }


def _existing(model: str, keys: list[int]) -> set[int]:
    found = apps.get_model("courses", model).objects.filter(pk__in=keys)
    return set(found.values_list("pk", flat=True)) if keys else set()
