"""A small reader of HTML that finds what makes a page unusable."""

from collections import Counter
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "path", "source", "track", "wbr"}
UNLABELLED = {"hidden", "submit", "button"}


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.headings: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.inputs: list[dict[str, str | None]] = []
        self.forms: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.described: set[str] = set()
        self._open: list[str] = []
        self._label_depth = 0
        self.unbalanced: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in VOID:
            self._open.append(tag)
        self.headings[tag] += 1
        if values.get("id"):
            self.ids[values["id"]] += 1
        self.described.update((values.get("aria-describedby") or "").split())
        self._note_inline(tag, values)
        self._note_form(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self._label_depth -= 1
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"</{tag}> closes {self._open[-1:]}")

    def _note_inline(self, tag: str, values: dict[str, str | None]) -> None:
        data = values.get("type") in ("application/json", "application/ld+json")
        if tag == "style" or (tag == "script" and "src" not in values and not data):
            self.inline.append(tag)
        self.inline += [name for name in values if name == "style" or name.startswith("on")]

    def _note_form(self, tag: str, values: dict[str, str | None]) -> None:
        if tag == "label":
            self._label_depth += 1
            self.labelled.add(values.get("for") or "")
        if tag == "form":
            self.forms.append(values)
        if tag in ("input", "select", "textarea") and values.get("type") not in UNLABELLED:
            named = self._label_depth or values.get("aria-label")
            self.inputs.append({**values, "named": "yes" if named else None})

    def faults(self) -> list[str]:
        """What is wrong with the page, in words; empty if nothing is."""
        count = self.headings["h1"]
        return [
            *([f"{count} h1"] if count != 1 else []),
            *(f"id {name} twice" for name, times in self.ids.items() if times > 1),
            *(f"inline {item}" for item in self.inline),
            *(
                f"described by {element_id}, which is not there"
                for element_id in self.described - {*self.ids}
            ),
            *(
                f"input {field.get('name')} has no label"
                for field in self.inputs
                if not field["named"] and field.get("id") not in self.labelled
            ),
            *self.unbalanced,
        ]
