"""Who gets what at which address, as the files in `rows/` say. See `rows/README.md`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .site_fixture import ROLES

ROWS = Path(__file__).parent / "rows"
WHO = {
    "everyone": ROLES,
    "members": ROLES[1:],
    "learners": ("student", "enrolled"),
    "teachers": ("teacher", "other"),
    "staff": ("teacher", "other", "editor", "admin"),
    "team": ("teacher", "editor", "admin"),
    "editors": ("editor", "admin"),
    "nobody": (),
    **{role: (role,) for role in ROLES},
}
# How those are refused whom a row does not name.
AT_THE_ADMIN = {"visitor": "door", "student": "403", "enrolled": "403"} | dict.fromkeys(
    WHO["staff"], "home"
)
ELSEWHERE = dict.fromkeys(ROLES, "404") | {"visitor": "login"}


@dataclass(frozen=True)
class Row:
    path: str
    get: str
    post: str
    file: str

    def expected(self, method: str) -> dict[str, str]:
        """By role."""
        refused = AT_THE_ADMIN if self.path.startswith("/admin/") else ELSEWHERE
        return refused | _parsed(self.get if method == "GET" else self.post)


def rows() -> list[Row]:
    return [
        Row(*(cell.strip() for cell in line.split("|")), file=file.name)
        for file in sorted(ROWS.glob("*.txt"))
        for line in file.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]


def _parsed(cell: str) -> dict[str, str]:
    """ "team 200, other 404" by role; what is said last counts."""
    found = {}
    for part in cell.split(","):
        *who, said = part.split()
        found |= {role: said for name in who or ["nobody"] for role in WHO[name]}
    return found
