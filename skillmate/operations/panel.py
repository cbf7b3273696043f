"""What administrators see of the site's health when they open the admin."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from skillmate.version import VERSION

from .checks import disk, worker


class HealthPanel(Component):
    """What nobody would notice on the pages before it is too late. Mail has a panel of its own."""

    order = 104
    template_name = "skillmate/panels/health.html"

    def get_context_data(self, parent_context: dict) -> dict:
        return {"problems": [problem for check in (worker, disk) if (problem := check())]}


class VersionPanel(Component):
    order = 900
    template_name = "skillmate/panels/version.html"

    def get_context_data(self, parent_context: dict) -> dict:
        return {"version": VERSION}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`. Nobody else could do anything about it."""
    if request.user.is_superuser:
        panels += [HealthPanel(), VersionPanel()]
