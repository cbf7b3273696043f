"""How far the worker is with a release of many lessons. The page can be left."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..release.large_releases import is_being_published, progress_of
from .history import OneReleaseView

LATE = timedelta(minutes=3)  # the worker looks every minute


class ProgressView(OneReleaseView):
    template_name = "courses/admin/progress.html"
    page_title = _("Publishing")
    header_icon = "upload"

    def get_context_data(self, **kwargs) -> dict:
        progress = progress_of(self.release)
        is_failed = bool(self.release.failure) and self.release.is_open
        is_waiting = is_being_published(self.release) and not is_failed
        is_late = is_waiting and self.release.go_live_at < timezone.now() - LATE
        return super().get_context_data(
            is_failed=is_failed,
            is_waiting=is_waiting,
            progress=progress,
            is_late=is_late and not progress,
            **kwargs,
        )
