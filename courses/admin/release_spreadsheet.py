"""A release as a row of a spreadsheet, whose text no spreadsheet takes for a formula."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.utils import get_user_display_name

from ..models import CourseRelease

# Wide forms of East Asian keyboards included.
FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Spreadsheets carry out a cell of a CSV file that begins like a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def writable(text: str) -> str:
    """Without the control characters an XLSX file cannot hold. Wagtail defuses its formulas."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def name_of(user: AbstractBaseUser | None) -> str:
    return get_user_display_name(user) if user else ""


# Needs `with_page_counts()`. Times are aware; what is not there is empty.
COLUMNS = {
    _("Course"): lambda release: release.course.title,
    _("Number"): lambda release: release.number or "",
    _("Status"): lambda release: capfirst(release.get_status_display()),
    _("Kind of change"): lambda release: capfirst(release.change),
    _("Submitted"): lambda release: release.submitted_at,
    _("Submitted by"): lambda release: name_of(release.submitted_by),
    _("Reviewed"): lambda release: release.reviewed_at or "",
    _("Reviewed by"): lambda release: name_of(release.reviewed_by),
    _("Goes live"): lambda release: release.go_live_at or "",
    _("Published"): lambda release: release.published_at or "",
    _("New pages"): lambda release: release.new_count,
    _("Changed pages"): lambda release: release.changed_count,
    _("Removed pages"): lambda release: release.removed_count,
    _("Moved pages"): lambda release: release.moved_count,
    _("Restores"): lambda release: release.restored_from.number if release.restored_from else "",
    _("Note to learners"): lambda release: release.note,
    _("Comment of the reviewer"): lambda release: release.review_comment,
    _("Waived"): lambda release: "\n".join(map(str, release.waivers.all())),
}


def headings() -> list[str]:
    return [str(heading) for heading in COLUMNS]


def release_row(release: CourseRelease) -> dict[str, object]:
    """By heading, in order."""
    return {str(heading): value(release) for heading, value in COLUMNS.items()}
