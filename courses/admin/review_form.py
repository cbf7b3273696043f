"""What a reviewer fills in beside the rows: comment, note to learners, hour."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from web.primary_keys import is_key

from ..models.release import CourseRelease

APPROVE, SCHEDULE, REJECT = "approve", "schedule", "reject"
WAIVE, WAIVE_ALL, TICK, UNTICK = "waive", "waive-all", "tick", "untick"
DECISIONS = (APPROVE, SCHEDULE, REJECT)
NOTE_PREFIX = "note-"


class ReviewForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment to the team"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("Required when you request changes: what has to be different."),
    )
    note = forms.CharField(
        label=_("Note to learners"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("Learners read it once this is live."),
    )
    change = forms.ChoiceField(
        label=_("Kind of change"),
        choices=CourseRelease.Change.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    go_live_at = forms.DateTimeField(
        label=_("Go live on"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Date and time, such as 2030-01-31 09:00."),
    )

    def clean_go_live_at(self):
        go_live_at = self.cleaned_data["go_live_at"]
        if go_live_at and go_live_at <= timezone.now():
            raise forms.ValidationError(_("This time has passed. Choose one in the future."))
        return go_live_at

    def clean(self) -> dict:
        action, go_live_at = self.data.get("action"), self.cleaned_data.get("go_live_at")
        if action == REJECT and not self.cleaned_data.get("comment"):
            self.add_error("comment", _("Say what has to be different."))
        if action == SCHEDULE and not go_live_at and not self.has_error("go_live_at"):
            self.add_error("go_live_at", _("Choose the date and time it is to go live."))
        if action == APPROVE and go_live_at:
            self.add_error(
                "go_live_at",
                _("You chose a date. Press “Approve and schedule”, or empty it to publish now."),
            )
        return self.cleaned_data

    @property
    def notes(self) -> dict[int, str]:
        return notes_in(self.data)


def notes_in(data: QueryDict) -> dict[int, str]:
    """The notes typed beside the rows, by the primary key of their page."""
    keys = (name.removeprefix(NOTE_PREFIX) for name in data if name.startswith(NOTE_PREFIX))
    return {int(key): clean_text(data[NOTE_PREFIX + key]) for key in keys if is_key(key)}


def clean_text(text: str) -> str:
    # PostgreSQL refuses a NUL. (Form fields do so by themselves.)
    return text.replace("\0", "").strip()
