"""What a browser sends from a form of the admin: all of it, hidden first values included.

A form that lacks them looks changed in fields nobody touched.
"""

from __future__ import annotations

from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client

NEVER_SENT = ("file", "submit", "button", "image", "reset")


def save(client: Client, url: str, **changes: object) -> HttpResponse:
    """Open the form at `url`, change some of its fields, and press "save"."""
    return client.post(url, {**initial_values(client, url), **changes})


def initial_values(client: Client, url: str) -> dict[str, str]:
    page = BeautifulSoup(client.get(url).content, "html.parser")
    for template in page("template"):
        template.decompose()
    [form] = [form for form in page("form") if form.find(attrs={"name": "title"})]
    return dict(_values(form))


def _values(form: Tag) -> Iterator[tuple[str, str]]:
    for control in form(["input", "select", "textarea"]):
        if control.get("name") and not control.has_attr("disabled") and _is_sent(control):
            yield control["name"], _value(control)


def _is_sent(control: Tag) -> bool:
    kind = control.get("type")
    if kind in ("checkbox", "radio"):
        return control.has_attr("checked")
    return kind not in NEVER_SENT


def _value(control: Tag) -> str:
    if control.name == "textarea":
        return control.get_text().removeprefix("\n").strip("\r\n")
    if control.name == "select":
        option = control.find("option", selected=True) or control.find("option")
        return option["value"] if option else ""
    return control.get("value", "on" if control.get("type") == "checkbox" else "")
