"""On the dashboard: what came through the contact form and nobody has read."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .models import ContactMessage

MAY_READ = "home.view_contactmessage"
LIMIT = 5


class UnreadMessagesPanel(Component):
    order = 121
    template_name = "home/admin/unread_panel.html"

    def get_context_data(self, parent_context: dict) -> dict:
        unread = ContactMessage.objects.unread()
        newest = list(unread[: LIMIT + 1])
        count = len(newest) if len(newest) <= LIMIT else unread.count()
        return {"contact_messages": newest[:LIMIT], "count": count}

    class Media:
        css = {"all": ["css/admin/desk.css"]}


def add_panel(request: HttpRequest, panels: list[Component]) -> None:
    """For the hook `construct_homepage_panels`."""
    if request.user.has_perm(MAY_READ):
        panels.append(UnreadMessagesPanel())
