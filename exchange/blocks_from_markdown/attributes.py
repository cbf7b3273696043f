"""`{.class key='value'}` behind an image, a link or code, as Pandoc and kramdown write it.

The plugin for it in mdit-py-plugins knows neither single quotes nor braces inside a value, and
real courses have both.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

# Possessive (`++`, `*+`) throughout: a long run of letters must not be split in every way there is.
_VALUE = r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|[^\s"'{}=]++)"""
_PART = re.compile(rf"(?P<key>[\w:.-]++)\s*+=\s*+(?P<value>{_VALUE})|(?P<name>[.#]?[\w:-]++)", re.S)
BRACES = re.compile(
    rf"\{{:?(?P<inner>(?:[\w:.-]++\s*+=\s*+{_VALUE}|[.#]?[\w:-]++|\s++)*+)\}}", re.S
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_AFTER = {"image", "code_inline", "link_close"}
MAX_LENGTH = 5000


def parse_attributes(inner: str) -> dict[str, str]:
    """The text between braces as names and values; bare words and classes are under `class`."""
    attributes: dict[str, str] = {}
    for match in _PART.finditer(inner):
        if match["key"]:
            attributes[match["key"].lower()] = _plain(match["value"])
        elif not match["name"].startswith("#"):
            attributes["class"] = (
                f"{attributes.get('class', '')} {match['name'].lstrip('.')}".strip()
            )
    return attributes


def _plain(value: str) -> str:
    if value[0] in "\"'":
        value = value[1:-1]
    return " ".join(_ESCAPE.sub(r"\1", value).split())


def attributes_plugin(md: MarkdownIt) -> None:
    md.inline.ruler.push("attributes", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{" or state.pending or not state.tokens:
        return False
    token = state.tokens[-1]
    match = BRACES.match(state.src, state.pos, state.pos + MAX_LENGTH)
    if token.type not in _AFTER or not match:
        return False
    if not silent:
        token.meta["attributes"] = parse_attributes(match["inner"])
        token.meta["lines"] = match[0].count("\n")
    state.pos = match.end()
    return True
