"""What the page of a course says to everyone, for search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from wagtail.rich_text import get_text_for_indexing


def course_texts(courses: QuerySet) -> dict[int, str]:
    """By course all that its page shows beside its title, in lines: of the saved course, and of
    lessons that are live their titles. A fixed number of queries."""
    lines = {pk: [*own] for pk, *own in _own_lines(courses)}
    for pk, text in _related_lines(courses.order_by("pk")):
        if text and text not in lines[pk]:
            lines[pk].append(text)
    return {pk: "\n".join(filter(None, parts)) for pk, parts in lines.items()}


def _own_lines(courses: QuerySet) -> Iterable[tuple]:
    fields = ("pk", "summary", "description", "outcomes", "requirements", "category__name")
    for pk, summary, description, outcomes, requirements, category in courses.values_list(*fields):
        statements = [block["value"] for block in (*outcomes.raw_data, *requirements.raw_data)]
        text = get_text_for_indexing(description).strip()
        yield pk, summary, *statements, text, category


def _related_lines(courses: QuerySet) -> Iterable[tuple[int, str]]:
    placed = courses.filter(entries__lesson__live=True).order_by("pk", "entries__position")
    sections: dict[int, set[str]] = defaultdict(set)
    for pk, section, lesson in placed.values_list(
        "pk", "entries__section", "entries__lesson__title"
    ):
        if section not in sections[pk]:
            sections[pk].add(section)
            yield pk, section
        yield pk, lesson
    yield from courses.values_list("pk", "tagged_items__tag__name")
    yield from courses.values_list("pk", "taught_by__instructor__name")
