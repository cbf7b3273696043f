"""The menu beside each row of a list of pages: as Wagtail draws it, at less cost."""

import pytest
from pytest_django.asserts import assertHTMLEqual
from wagtail.admin.widgets.button import Button, ButtonWithDropdown, ButtonWithDropdownFromHook

from courses.admin.row_buttons import RowButton, lighten


@pytest.mark.parametrize(
    "button",
    [
        Button("Edit", url="/edit/?next=/a/&b=c", icon_name="edit"),
        Button("Live", url="/live/", attrs={"rel": "noreferrer", "target": "_blank"}),
        Button("<b>&", url='/"/', classname="danger", icon_name="bin"),
    ],
)
def test_row_button_is_the_link_wagtail_draws(button):
    assertHTMLEqual(RowButton(button).render_html({}), button.render_html({}))


def menu(*buttons) -> ButtonWithDropdownFromHook:
    result = ButtonWithDropdownFromHook("", hook_name="none", page=None, user=None)
    result.dropdown_buttons = list(buttons)
    return result


def test_menu_of_a_row_keeps_the_order_of_its_buttons():
    row_menu = menu(Button("B", url="/b/", priority=2), Button("A", url="/a/", priority=1))
    lighten([row_menu])
    assert [type(button) for button in row_menu.dropdown_buttons] == [RowButton, RowButton]
    assert row_menu.render_html({}).index("/a/") < row_menu.render_html({}).index("/b/")


def test_what_is_no_plain_link_is_left_to_wagtail():
    press, inner = Button("Press"), ButtonWithDropdown("More", buttons=[Button("A", url="/a/")])
    for other in (press, inner):
        row_menu = menu(Button("A", url="/a/"), other)
        lighten([row_menu])
        assert row_menu.dropdown_buttons[1] is other
