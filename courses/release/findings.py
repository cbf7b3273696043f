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
from .readiness.media import captioned, images_without_alt_text, videos_not_ready
from .readiness.placement import placement_errors
from .readiness.slugs import slug_errors

__all__ = ["Finding", "collect_findings", "unwaived_findings"]


def collect_findings(changes: Changes) -> list[Finding]:
    """Everything that is not ready, in the order of the course. Errors first on each page.

    Reads the course and the lessons it would publish anew; the number of queries grows with none.
    """
    drafts = read_drafts(changes)
    findings = [*_errors(changes, drafts), *_gate(changes, drafts)]
    pages = {row.page.pk: number for number, row in enumerate(changes.rows)}
    places = {draft.page.pk: _block_numbers(draft) for draft in drafts}
    return sorted(
        findings,
        key=lambda finding: (
            pages[finding.page_id],
            finding.waivable,
            places.get(finding.page_id, {}).get(finding.place, -1),
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
    captioned_ids = captioned(drafts)
    for draft in drafts:
        yield from images_without_alt_text(draft)
        yield from videos_not_ready(draft, captioned_ids)
        yield from skipped_headings(draft)
    yield from dead_links(changes, drafts)
    yield from links_to_removed(changes)


def _block_numbers(draft: Draft) -> dict[str, int]:
    """Where on the page a place is: fields come before all blocks."""
    return {child.id: number for number, child in enumerate(draft.blocks)}


def unwaived_findings(findings: Iterable[Finding], release: CourseRelease) -> list[Finding]:
    """`findings` without those an editor waived in `release`."""
    waived_keys = {(waiver.page_id, waiver.code, waiver.place) for waiver in release.waivers.all()}
    keys = (
        (finding.page_id, finding.code, finding.place) for finding in findings if finding.waivable
    )
    passed_keys = {key for key in keys if key in waived_keys}
    return [
        finding
        for finding in findings
        if not finding.waivable or (finding.page_id, finding.code, finding.place) not in passed_keys
    ]
