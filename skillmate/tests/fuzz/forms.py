"""The forms of a page, as a browser would send them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.http import HttpResponse

from .responses import html_of

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    action: str = ""
    method: str = "get"
    pairs: Pairs = field(default_factory=list)
    files: list[str] = field(default_factory=list)


def forms_of(response: HttpResponse) -> list[Form]:
    """Of a page, or of the HTML inside the JSON that Wagtail's dialogues come as."""
    reader = _Reader()
    reader.feed(html_of(response))
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = attributes.get("method", "get").lower()
            self.forms.append(Form(attributes.get("action", ""), method))
        elif self.forms and (handle := getattr(self, f"_{tag}_tag", None)):
            handle(attributes, attributes.get("name", ""))

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            name, *text = self._text
            self._add(name, "".join(text))
            self._text = None

    def _input_tag(self, attributes: dict[str, str], name: str) -> None:
        if attributes.get("type") == "file":
            self.forms[-1].files.append(name)
        elif attributes.get("type") not in {"checkbox", "radio"} or "checked" in attributes:
            self._add(name, attributes.get("value", ""))

    _button_tag = _input_tag

    def _textarea_tag(self, attributes: dict[str, str], name: str) -> None:
        self._text = [name]

    def _select_tag(self, attributes: dict[str, str], name: str) -> None:
        self._select = name

    def _option_tag(self, attributes: dict[str, str], name: str) -> None:
        first = self._select not in dict(self.forms[-1].pairs)
        if first or "selected" in attributes:
            self._add(self._select, attributes.get("value", ""))

    def _add(self, name: str, value: str) -> None:
        if name:
            self.forms[-1].pairs.append((name, value))
