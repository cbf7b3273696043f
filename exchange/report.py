"""What became of every part of a course: kept, converted or dropped, with line numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Note:
    """One thing that did not come in as it was written. `line` is 0 for the file as a whole."""

    line: int
    kind: str
    what: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


@dataclass
class LessonReport:
    """Of one file. `state` is new, changed or unchanged, as far as the site is concerned."""

    path: str
    title: str = ""
    slug: str = ""
    state: str = ""
    kept: Counter[str] = field(default_factory=Counter)
    converted: list[Note] = field(default_factory=list)
    dropped: list[Note] = field(default_factory=list)
    comments: int = 0

    def keep(self, kind: str, count: int = 1) -> None:
        self.kept[kind] += count

    def convert(self, line: int, kind: str, message: str) -> None:
        self.converted.append(Note(line, kind, message))

    def drop(self, line: int, kind: str, message: str) -> None:
        self.dropped.append(Note(line, kind, message))

    def as_dict(self) -> dict:
        return {
            "path": self.path,
            "title": self.title,
            "slug": self.slug,
            "state": self.state,
            "kept": dict(sorted(self.kept.items())),
            "converted": [vars(note) for note in sorted(self.converted)],
            "dropped": [vars(note) for note in sorted(self.dropped)],
            "comments_left_out": self.comments,
        }


@dataclass
class Report:
    """Of a whole course. `course` is about `course.yaml` and what belongs to no lesson file."""

    course: LessonReport
    lessons: list[LessonReport] = field(default_factory=list)
    published: bool = False
    dry_run: bool = False
    seconds: float = 0.0
    page_id: int | None = None
    # What the publication gate found and let pass, in words.
    waived: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[LessonReport]:
        return [self.course, *self.lessons]

    @property
    def kept(self) -> Counter[str]:
        return sum((report.kept for report in self.files), Counter())

    @property
    def converted(self) -> int:
        return sum(len(report.converted) for report in self.files)

    @property
    def dropped(self) -> int:
        return sum(len(report.dropped) for report in self.files)

    @property
    def states(self) -> Counter[str]:
        return Counter(report.state for report in self.lessons)

    def as_dict(self) -> dict:
        return {
            "format": "skillmate-import-report/1",
            "dry_run": self.dry_run,
            "published": self.published,
            "seconds": round(self.seconds, 2),
            "totals": {
                "lessons": dict(self.states),
                "kept": dict(sorted(self.kept.items())),
                "converted": self.converted,
                "dropped": self.dropped,
            },
            "waived": self.waived,
            "course": self.course.as_dict(),
            "lessons": [report.as_dict() for report in self.lessons],
        }

    def as_text(self) -> str:
        lines = [line for report in self.files for line in _paragraph(report)]
        lines += [f"released although {finding}" for finding in self.waived]
        return "\n".join([*lines, self.total()])

    def total(self) -> str:
        """What came of the whole course, in two lines."""
        states = ", ".join(f"{count} {state}" for state, count in sorted(self.states.items()))
        verb = "Would import" if self.dry_run else "Imported"
        status = "published" if self.published else "as a draft"
        return (
            f"{verb} “{self.course.title}” {status}: {len(self.lessons)} lessons ({states}) "
            f"in {self.seconds:.1f} s.\n"
            f"Kept {_counts(self.kept)}; converted {self.converted}; dropped {self.dropped}."
        )


def _paragraph(report: LessonReport) -> list[str]:
    return [
        f"{report.path}: {report.title} [{report.state}]",
        f"  kept {_counts(report.kept)}; converted {len(report.converted)}; "
        f"dropped {len(report.dropped)}",
        *(f"  converted, {note}" for note in sorted(report.converted)),
        *(f"  dropped, {note}" for note in sorted(report.dropped)),
    ]


def _counts(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) or "nothing"
