"""The Markdown dialect of a lesson: CommonMark, and what course authors add to it."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .attributes import attributes_plugin
from .containers import containers_plugin

# Deeper than any lesson, and shallow enough for what walks the tree by recursion.
MAX_NESTING = 60


class NestingError(ValueError):
    """The parser would leave text out. `line` counts from 0."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__("quotes or lists are nested too deep to be read; use fewer levels")


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=True, move_to_end=True)
    md.use(deflist_plugin).use(containers_plugin).use(attributes_plugin)
    # Unsafe addresses are dropped by `links`, with a line in the report; the parser would
    # leave their Markdown standing in the text.
    md.validateLink = lambda url: True
    return md


def parse(text: str) -> SyntaxTreeNode:
    """The tree of `text`. Raises `NestingError` rather than lose what stands deeper."""
    tokens = _parser().parse(text)
    for token in tokens:
        if token.map and token.level >= MAX_NESTING - 2:
            raise NestingError(token.map[0])
    return SyntaxTreeNode(tokens)
