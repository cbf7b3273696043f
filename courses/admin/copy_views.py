"""Copying a course or lesson in the admin."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.copy import CopyView
from wagtail.models import Page

from ..authoring.copying import finish_copy
from ..models import CoursePage


class AtomicCopyView(CopyView):
    """Copies all of it, team and links included, or nothing."""

    @transaction.atomic
    def form_valid(self, form) -> HttpResponse:
        return super().form_valid(form)


def finish_copied_course(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Hook `after_copy_page`: Wagtail's view does not go through `CoursePage.copy()`."""
    if isinstance(new_page, CoursePage):
        finish_copy(new_page, original=page.specific, by=request.user)
