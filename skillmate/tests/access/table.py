"""Who gets what at which address, as the files in `rows/` say. See `rows/README.md`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .site_fixture import ROLES

ROWS = Path(__file__).parent / "rows"
ROLES_BY_NAME = {
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
ADMIN_REFUSALS = {"visitor": "admin-login", "student": "403", "enrolled": "403"} | dict.fromkeys(
    ROLES_BY_NAME["staff"], "home"
)
SITE_REFUSALS = dict.fromkeys(ROLES, "404") | {"visitor": "login"}


@dataclass(frozen=True)
class Row:
    path: str
    get: str
    post: str
    file: str

    def expected(self, method: str) -> dict[str, str]:
        """By role."""
        refusals = ADMIN_REFUSALS if self.path.startswith("/admin/") else SITE_REFUSALS
        return refusals | _parse(self.get if method == "GET" else self.post)


def rows() -> list[Row]:
    return [
        Row(*(cell.strip() for cell in line.split("|")), file=file.name)
        for file in sorted(ROWS.glob("*.txt"))
        for line in file.read_text().splitlines()
        if line.strip() and not line.startswith("#")
    ]


def _parse(cell: str) -> dict[str, str]:
    """ "team 200, other 404" by role; what is said last counts."""
    statuses = {}
    for part in cell.split(","):
        *names, status = part.split()
        statuses |= {role: status for name in names or ["nobody"] for role in ROLES_BY_NAME[name]}
    return statuses
