"""The Markdown dialect of a lesson: CommonMark, and what course authors add to it."""

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from .attributes import attributes_plugin
from .containers import containers_plugin


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"])
    md.use(footnote_plugin, inline=True, move_to_end=True)
    md.use(deflist_plugin).use(containers_plugin).use(attributes_plugin)
    # Unsafe addresses are dropped by `links`, with a line in the report; the parser would
    # leave their Markdown standing in the text.
    md.validateLink = lambda url: True
    return md


def parse(text: str) -> SyntaxTreeNode:
    return SyntaxTreeNode(_parser().parse(text))
