"""Errors: a curriculum that names what is not there, or names it twice."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...curriculum.structure import Place
from ...models import LessonPage
from ..changes import Changes
from .drafts import Draft
from .finding import Finding


def placement_errors(changes: Changes, draft: Draft) -> Iterator[Finding]:
    places = changes.after.places
    if not places:
        message = _("The curriculum has no lesson. Add at least one.")
        yield draft.error("curriculum-empty", message, "curriculum")
    yield from _section_errors(changes, draft)
    other_titles = _titles_elsewhere(changes)
    seen: set[int | None] = set()
    for place in places:
        if place.lesson not in changes.pages:
            message = _dangling_message(place, other_titles)
            yield draft.error("curriculum-dangling", message, place.block or "curriculum")
        elif place.lesson in seen:
            message = _("“%(lesson)s” is in the curriculum twice. Remove one of the two.")
            title = changes.pages[place.lesson].get_admin_display_title()
            place_id = place.block or "curriculum"
            yield draft.error("curriculum-twice", message % {"lesson": title}, place_id)
        seen.add(place.lesson)


def _section_errors(changes: Changes, draft: Draft) -> Iterator[Finding]:
    for block, (title, _summary) in changes.after.sections.items():
        if not (title or "").strip():
            message = _("Section block: Fill in “Title”.")
            yield draft.error("block", message, block or "curriculum")


def _titles_elsewhere(changes: Changes) -> dict[int, str]:
    lesson_ids = {place.lesson for place in changes.after.places} - {None, *changes.pages}
    if not lesson_ids:
        return {}
    return dict(LessonPage.objects.filter(pk__in=lesson_ids).values_list("pk", "title"))


def _dangling_message(place: Place, other_titles: dict[int, str]) -> str:
    values = {"number": place.position}
    if place.lesson is None:
        return _("Lesson %(number)s of the curriculum is empty. Choose one, or remove it.") % values
    if place.lesson in other_titles:
        values["lesson"] = other_titles[place.lesson]
        return (
            _("“%(lesson)s” is a lesson of another course. Remove it from the curriculum.") % values
        )
    return _("Lesson %(number)s of the curriculum was deleted. Remove the entry.") % values
