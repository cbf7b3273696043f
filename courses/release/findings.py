"""What stands in the way of a release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models.release import CourseRelease
    from .changes import Changes


@dataclass(frozen=True)
class Finding:
    """One thing to mend. `code`, `page_id` and `place` together name it for good.

    `place` is the id of the block, or the name of the field, it was found in; empty for the page
    as a whole. `waivable` ones an editor may let pass, with a reason; others have to be mended.
    """

    code: str
    page_id: int
    title: str
    message: str
    place: str = ""
    waivable: bool = False

    def __str__(self) -> str:
        return f"{self.title}: {self.message}"


def find(changes: Changes) -> list[Finding]:
    """Everything that is not ready, in the order of the course. Errors first on each page."""
    return []


def unwaived(findings: Iterable[Finding], release: CourseRelease) -> list[Finding]:
    """`findings` without those an editor waived in `release`."""
    waived = set(release.waivers.values_list("page_id", "code", "place"))
    keys = ((each.page_id, each.code, each.place) for each in findings if each.waivable)
    passed = {key for key in keys if key in waived}
    return [
        each
        for each in findings
        if not each.waivable or (each.page_id, each.code, each.place) not in passed
    ]
