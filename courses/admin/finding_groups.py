"""What stands in the way of a release, kind by kind, to be waived one by one or all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.http import QueryDict
from django.utils.functional import cached_property

from ..models.release import ReleaseWaiver
from ..release.findings import Finding
from ..release.readiness.finding import KINDS, kind_of

SHOWN = 5


@dataclass(frozen=True)
class FindingLine:
    """One finding, with the reason somebody has begun to type."""

    finding: Finding
    reason: str = ""

    @property
    def key(self) -> str:
        return finding_key(self.finding)


@dataclass(frozen=True)
class FindingGroup:
    """All findings of one kind, in the order of the course."""

    kind: str
    lines: Sequence[FindingLine]
    reason: str = ""

    @property
    def title(self) -> str:
        """Empty for what is found once at most: it says so itself."""
        return str(KINDS.get(self.kind, ""))

    @property
    def findings(self) -> list[Finding]:
        return [line.finding for line in self.lines]

    @property
    def is_many(self) -> bool:
        return len(self.lines) > 1

    @property
    def is_folded(self) -> bool:
        """Too long to be read through, and nobody has begun with one of them."""
        return len(self.lines) > SHOWN and not any(line.reason for line in self.lines)

    @cached_property
    def key(self) -> str:
        """Of exactly these findings: what is found later is not waived with them."""
        keys = "\n".join(f"{line.key} {line.finding.message}" for line in self.lines)
        return f"{self.kind}:{sha256(keys.encode()).hexdigest()[:16]}"


def finding_groups(findings: Iterable[Finding], data: QueryDict) -> list[FindingGroup]:
    """`data` is what was posted: reasons that were typed."""
    kinds: dict[str, list[FindingLine]] = {}
    for finding in findings:
        line = FindingLine(finding, data.get(f"reason:{finding_key(finding)}", ""))
        kinds.setdefault(finding.kind, []).append(line)
    return [
        FindingGroup(kind, lines, data.get(f"reason-all:{kind}", ""))
        for kind, lines in kinds.items()
    ]


@dataclass(frozen=True)
class WaiverGroup:
    """What one person waived of one kind for one reason."""

    waivers: Sequence[ReleaseWaiver]

    @property
    def first(self) -> ReleaseWaiver:
        return self.waivers[0]

    @property
    def title(self) -> str:
        return str(KINDS.get(kind_of(self.first.code), self.first.message))


def waiver_groups(waivers: Iterable[ReleaseWaiver]) -> list[WaiverGroup]:
    groups: dict[tuple, list[ReleaseWaiver]] = {}
    for waiver in waivers:
        key = kind_of(waiver.code), waiver.reason, waiver.by_id
        groups.setdefault(key, []).append(waiver)
    return [WaiverGroup(waivers) for waivers in groups.values()]


def finding_key(finding: Finding) -> str:
    return f"{finding.code}:{finding.page_id}:{finding.place}"
