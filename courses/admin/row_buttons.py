"""The menu beside each row of a list of pages, drawn without a template for each of its buttons.

Fifty rows have six hundred buttons with as many icons: half of what such a list costs.
"""

from __future__ import annotations

from functools import cache

from django.contrib.auth.models import AbstractBaseUser
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.templatetags.wagtailadmin_tags import icon
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button, ButtonWithDropdownFromHook
from wagtail.models import Page

from .page_menus import useful


class RowButton(Component):
    """A link of such a menu, as Wagtail's `shared/button.html` draws `button`."""

    def __init__(self, button: Button) -> None:
        self.button = button

    def __lt__(self, other: RowButton) -> bool:
        return self.button < other.button

    def render_html(self, parent_context=None) -> SafeString:
        button = self.button
        return format_html(
            '<a href="{}" class="{}"{}>{} {}</a>',
            button.url,
            button.classname,
            button.base_attrs_string,
            _icon(button.icon_name) if button.icon_name else "",
            button.label,
        )


def construct(
    buttons: list[Component], page: Page, user: AbstractBaseUser, context: dict | None = None
) -> None:
    """For the hook `construct_page_listing_buttons`."""
    for menu in buttons:
        if type(menu) is ButtonWithDropdownFromHook:
            menu.dropdown_buttons = useful(menu.dropdown_buttons, page, user)
    lighten(buttons)


def lighten(buttons: list[Component]) -> None:
    """Leaves alone what is drawn otherwise."""
    for menu in buttons:
        if type(menu) is ButtonWithDropdownFromHook:
            links = menu.dropdown_buttons
            if all(type(link) is Button and link.url for link in links):
                menu.dropdown_buttons = [RowButton(link) for link in links]


@cache
def _icon(name: str) -> SafeString:
    return render_to_string("wagtailadmin/shared/icon.html", icon(name))
