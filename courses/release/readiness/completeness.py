"""Gate: what every course tells those who look for one, and that its lessons are written."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..changes import Changes
from .drafts import Draft
from .finding import Finding


def course_lacks(changes: Changes, draft: Draft) -> Iterator[Finding]:
    """Summary and category are errors already: a course cannot be stored without."""
    course = draft.page
    if not course.outcomes:
        message = _("Outcomes: write what learners can do afterwards.")
        yield draft.lack("outcomes", message, "outcomes")
    if not course.thumbnail_id:
        message = _("Thumbnail: choose a picture for the catalogue.")
        yield draft.lack("thumbnail", message, "thumbnail")
    elif not course.thumbnail_description:
        message = _(
            "Thumbnail description: describe what the picture shows, for people who cannot see it."
        )
        yield draft.lack("thumbnail-alt", message, "thumbnail_alt")
    if changes.after.places:
        yield from _first_section(changes, draft)


def lesson_lacks(draft: Draft) -> Iterator[Finding]:
    if not draft.body:
        message = _("Body: this lesson is empty. Write it, or take it out of the curriculum.")
        yield draft.lack("lesson-empty", message, "body")


def _first_section(changes: Changes, draft: Draft) -> Iterator[Finding]:
    section_id = next(iter(changes.after.sections), None)
    if section_id is None:
        message = _("Curriculum: add a section above the lessons.")
        yield draft.lack("section", message, "curriculum")
    elif all(place.section != section_id for place in changes.after.places):
        message = _("Curriculum: the first section has no lesson. Put one into it, or delete it.")
        yield draft.lack("section-empty", message, section_id or "curriculum")
