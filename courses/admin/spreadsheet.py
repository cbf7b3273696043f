"""A release as a row of a spreadsheet, whose text no spreadsheet takes for a formula."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.utils import get_user_display_name

from ..models import CourseRelease

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """Spreadsheets carry out a cell of a CSV file that begins like a formula."""
    return f"'{text}" if text.startswith(FORMULA_BEGINS) else text


def writable(text: str) -> str:
    """Without the control characters an XLSX file cannot hold. Wagtail defuses its formulas."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


# For `custom_value_preprocess` of Wagtail's reports.
PLAIN_TEXT = {str: {"csv": harmless, "xlsx": writable}}


def release_row(release: CourseRelease) -> dict[str, object]:
    """By heading, in order. Times are aware; empty cells are ""."""
    return {
        _("Course"): release.course.title,
        _("Number"): release.number or "",
        _("Status"): capfirst(release.get_status_display()),
        _("Kind of change"): capfirst(release.change),
        _("Submitted"): release.submitted_at or "",
        _("Submitted by"): _name(release.submitted_by),
        _("Reviewed"): release.reviewed_at or "",
        _("Reviewed by"): _name(release.reviewed_by),
        _("Goes live"): release.go_live_at or "",
        _("Published"): release.published_at or "",
        _("New pages"): _count(release, "new_count"),
        _("Changed pages"): _count(release, "changed_count"),
        _("Removed pages"): _count(release, "removed_count"),
        _("Moved pages"): _count(release, "moved_count"),
        _("Restores"): release.restored_from.number if release.restored_from else "",
        _("Note to learners"): release.note,
        _("Comment of the reviewer"): release.review_comment,
        _("Waived"): "\n".join(map(str, release.waivers.all())) if release.pk else "",
    }


def _name(user: AbstractBaseUser | None) -> str:
    return get_user_display_name(user) if user else ""


def _count(release: CourseRelease, name: str) -> int:
    return getattr(release, name, 0)
