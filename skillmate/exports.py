"""Every list of Wagtail's that can be had as a spreadsheet, without formulas.

What stands in them was written by others: by a visitor in the contact form, for one. Wagtail's
views have no common setting for that, so the one method all of them share is put right.
"""

from datetime import date, time
from numbers import Number

from wagtail.admin.views.mixins import SpreadsheetExportMixin

from courses.admin.release_spreadsheet import harmless, writable

NON_TEXT_TYPES = (Number, date, time, type(None))
DEFUSERS = {"csv": harmless, "xlsx": writable}


def defuse_exports() -> None:
    """Safe to call twice: what is plain stays as it is."""
    original = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(view, field: str, value: object, export_format: str) -> object:
        cell = original(view, field, value, export_format)
        return cell if isinstance(cell, NON_TEXT_TYPES) else DEFUSERS[export_format](str(cell))

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
