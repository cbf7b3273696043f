"""Telling authors what is not kept as they sent it."""

from __future__ import annotations

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from wagtail.admin import messages


def tell_changes(request: HttpRequest, form: BaseForm) -> None:
    """In the messages of the next page, which after a chooser's dialogue is the editor's."""
    for change in getattr(form, "changes", ()):
        messages.warning(request, change)


class ChangedFilesMixin:
    """For views that save a form with `changes`: of their own page or of a chooser."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        response = super().form_valid(form)
        tell_changes(self.request, form)
        return response

    def save_form(self, form: BaseForm) -> Model:
        item = super().save_form(form)
        tell_changes(self.request, form)
        return item
