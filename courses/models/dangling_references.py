"""Drafts that name what was deleted since can still be opened, without it."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Model


def without_deleted(content: dict) -> dict:
    """The `content` of a course's revision without a category or teachers that are gone.

    Published courses protect them, drafts do not; and reading such a draft would break.
    """
    category = content.get("category")
    teachers = content.get("taught_by") or []
    if category and not _existing("Category", [category]):
        category = None
    instructor_ids = _existing("Instructor", [teacher["instructor"] for teacher in teachers])
    return {
        **content,
        "category": category,
        "taught_by": [teacher for teacher in teachers if teacher["instructor"] in instructor_ids],
    }


def restore_deleted(course: Model, content: dict) -> None:
    """Give `course` all keys its revision's `content` has: to be compared, never to be saved."""
    for name in ("category", "thumbnail", "featured_video"):
        setattr(course, f"{name}_id", content.get(name))
    teachers = content.get("taught_by") or []
    model = apps.get_model("courses", "CourseInstructor")
    course.taught_by = [model(instructor_id=teacher["instructor"]) for teacher in teachers]


def _existing(model: str, keys: list[int]) -> set[int]:
    queryset = apps.get_model("courses", model).objects.filter(pk__in=keys)
    return set(queryset.values_list("pk", flat=True)) if keys else set()
