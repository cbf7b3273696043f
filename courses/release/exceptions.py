"""Why a release does not go ahead, in the reader's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ..models.exceptions import CourseRefusal
from .changes import Changes
from .readiness.finding import Finding


class StaleRefusal(CourseRefusal):
    """The course is no longer what was seen. `changes` is what it is now."""

    def __init__(self, changes: Changes) -> None:
        super().__init__(
            _("The course has changed since you opened this page. Look at it again, then decide.")
        )
        self.changes = changes


class NotReadyRefusal(CourseRefusal):
    """`findings` have to be mended or, where that is allowed, waived."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(
            _("Not everything is ready: fix what is listed, or waive it with a reason.")
            if all(finding.waivable for finding in findings)
            else _("Not everything is ready: fix what is listed, then try again.")
        )
        self.findings = findings


@dataclass(frozen=True)
class Remedy:
    """A page on which what stands in the way is mended, by those who have `permission`."""

    label: str
    url: str
    permission: str


class BlockedRefusal(CourseRefusal):
    """Something besides the drafts stands in the way. `remedies` lead to where it is mended."""

    def __init__(self, message: str, remedies: Sequence[Remedy]) -> None:
        super().__init__(message)
        self.remedies = remedies
