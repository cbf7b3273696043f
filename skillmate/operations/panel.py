"""What administrators see of the site's health when they open the admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from skillmate.version import VERSION

from .checks import disk, worker
from .readiness import NO_ANSWER, problems


class HealthPanel(Component):
    """What nobody would notice on the pages before it is too late. Mail has a panel of its own."""

    order = 104
    template_name = "skillmate/panels/health.html"

    def get_context_data(self, parent_context: dict) -> dict:
        return {"problems": [problem for problem in (worker(), _disk()) if problem]}


def _disk() -> str:
    """A network disk that is gone holds whoever looks at it for ever: nobody waits for long."""
    problem = problems({"disk": disk}).get("disk", "")
    return _("A disk of the site does not answer.") if problem == NO_ANSWER else problem


class VersionPanel(Component):
    order = 900
    template_name = "skillmate/panels/version.html"

    def get_context_data(self, parent_context: dict) -> dict:
        return {"version": VERSION}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`. Nobody else could do anything about it."""
    if request.user.is_superuser:
        panels += [HealthPanel(), VersionPanel()]
