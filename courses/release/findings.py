"""What stands in the way of a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..models.release import CourseRelease
from .changes import Changes
from .readiness.completeness import course_lacks, lesson_lacks
from .readiness.drafts import Draft, read_drafts
from .readiness.fields import course_errors, lesson_errors
from .readiness.finding import Finding
from .readiness.headings import skipped_headings
from .readiness.links import dead_links, links_to_removed
from .readiness.media import captioned, pictures_without_words, videos_not_ready
from .readiness.placement import placement_errors
from .readiness.slugs import slug_errors

__all__ = ["Finding", "find", "unwaived"]


def find(changes: Changes) -> list[Finding]:
    """Everything that is not ready, in the order of the course. Errors first on each page.

    Reads the course and the lessons it would publish anew; the number of queries grows with none.
    """
    drafts = read_drafts(changes)
    found = [*_errors(changes, drafts), *_gate(changes, drafts)]
    pages = {row.page.pk: number for number, row in enumerate(changes.rows)}
    places = {draft.page.pk: _places(draft) for draft in drafts}
    return sorted(
        found,
        key=lambda each: (
            pages[each.page_id],
            each.waivable,
            places.get(each.page_id, {}).get(each.place, -1),
        ),
    )


def _errors(changes: Changes, drafts: list[Draft]) -> Iterator[Finding]:
    course, *lessons = drafts
    yield from course_errors(course)
    yield from placement_errors(changes, course)
    for draft in lessons:
        yield from lesson_errors(draft)
    yield from slug_errors(changes, lessons)


def _gate(changes: Changes, drafts: list[Draft]) -> Iterator[Finding]:
    yield from course_lacks(changes, drafts[0])
    for draft in drafts[1:]:
        yield from lesson_lacks(draft)
    with_captions = captioned(drafts)
    for draft in drafts:
        yield from pictures_without_words(draft)
        yield from videos_not_ready(draft, with_captions)
        yield from skipped_headings(draft)
    yield from dead_links(changes, drafts)
    yield from links_to_removed(changes)


def _places(draft: Draft) -> dict[str, int]:
    """Where on the page a place is: fields come before all blocks."""
    return {child.id: number for number, child in enumerate(draft.blocks)}


def unwaived(findings: Iterable[Finding], release: CourseRelease) -> list[Finding]:
    """`findings` without those an editor waived in `release`."""
    waived = {(each.page_id, each.code, each.place) for each in release.waivers.all()}
    keys = ((each.page_id, each.code, each.place) for each in findings if each.waivable)
    passed = {key for key in keys if key in waived}
    return [
        each
        for each in findings
        if not each.waivable or (each.page_id, each.code, each.place) not in passed
    ]
