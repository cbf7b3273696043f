"""Whether somebody's text has become part of a page, as a browser would read it."""

import re
from html.parser import HTMLParser

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "content"}
SCRIPT = re.compile(r"[\x00-\x20]*(j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data:text)", re.I)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.injections: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("xss"):
            self.injections.append(tag)
        self.injections += [name for name, _value in attrs if name.startswith("onxss")]
        self.injections += [
            value for name, value in attrs if name in ADDRESSES and value and SCRIPT.match(value)
        ]


def injections_in(html: str) -> list[str]:
    """Tags, attributes and addresses that a payload brought in; scripts end where browsers say."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.injections
