"""From the Markdown parser's tree to `nodes.Node`."""

from __future__ import annotations

import re

from markdown_it.tree import SyntaxTreeNode

from ..files.exceptions import FolderRefusal
from ..report import LessonReport
from .containers import parse_opening
from .html import TreeBuilder, tidy
from .markdown import NestingError, parse
from .nodes import Node

SAME = {"paragraph", "hr", "strong", "em", "s", "text", "softbreak", "dl", "dt", "dd"}
RENAMED = {"hardbreak": "br", "blockquote": "quote", "list_item": "item", "tr": "row"}
_LANGUAGE = re.compile(r"[\s,{}]+")


def read_tree(text: str, first_line: int, report: LessonReport) -> Node:
    """The tree of a Markdown text whose first line is `first_line` of its file."""
    try:
        tree = parse(text)
    except NestingError as error:
        line = first_line + error.line
        raise FolderRefusal(str(error), file=report.path, line=line) from error
    return tidy(Builder(report, first_line).node(tree, first_line))


class Builder:
    def __init__(self, report: LessonReport, first_line: int):
        self.report, self.first_line = report, first_line

    def node(self, syntax: SyntaxTreeNode, line: int) -> Node:
        build = getattr(self, f"_{syntax.type}", None)
        node = build(syntax, line) if build else Node(_kind(syntax), line)
        if syntax.type in {"text", "code_inline", "fence", "code_block"}:
            return node
        node.children = self._children(syntax, line)
        return node

    def _children(self, syntax: SyntaxTreeNode, line: int) -> list[Node]:
        builder = TreeBuilder(self.report)
        for child in _unwrapped(syntax):
            # Inline content knows no lines: they are counted from the start of its block.
            line = self._line(child, line)
            if child.type in {"html_block", "html_inline"}:
                builder.html(child.content, line)
            elif child.type not in {"thead", "tbody", "footnote_anchor"}:
                builder.add(self.node(child, line))
            else:
                for grandchild in child.children:
                    builder.add(self.node(grandchild, self._line(grandchild, line)))
            line += _breaks(child)
        return builder.children()

    def _line(self, syntax: SyntaxTreeNode, default: int) -> int:
        return syntax.map[0] + self.first_line if syntax.map else default

    def _text(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("text", line, text=syntax.content)

    def _code_inline(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("code_inline", line, text=syntax.content)

    def _heading(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("heading", line, attrs={"level": int(syntax.tag[1])})

    def _bullet_list(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("list", line, attrs={"ordered": False, "start": 1})

    def _ordered_list(self, syntax: SyntaxTreeNode, line: int) -> Node:
        start = int(syntax.attrs.get("start", 1))
        return Node("list", line, attrs={"ordered": True, "start": start})

    def _fence(self, syntax: SyntaxTreeNode, line: int) -> Node:
        parts = [part for part in _LANGUAGE.split(syntax.info.strip()) if part]
        language = parts[0].lstrip(".") if parts and "=" not in parts[0] else ""
        extra = syntax.info.strip().removeprefix("{").removesuffix("}").strip(" .")
        attrs = {"language": language, "info": "" if extra == language else syntax.info.strip()}
        return Node("code", line, text=syntax.content.removesuffix("\n"), attrs=attrs)

    def _code_block(self, syntax: SyntaxTreeNode, line: int) -> Node:
        text = syntax.content.removesuffix("\n")
        return Node("code", line, text=text, attrs={"language": "", "info": ""})

    def _link(self, syntax: SyntaxTreeNode, line: int) -> Node:
        attrs = {"href": str(syntax.attrs.get("href", "")), "auto": syntax.info == "auto"}
        return Node("link", line, attrs=attrs)

    def _image(self, syntax: SyntaxTreeNode, line: int) -> Node:
        extra = syntax.meta.get("attributes", {})
        alt = extra.get("alt") or Node("", 0, self._children(syntax, line)).plain()
        title = str(syntax.attrs.get("title", ""))
        return Node(
            "image", line, attrs={"src": str(syntax.attrs["src"]), "alt": alt, "title": title}
        )

    def _container(self, syntax: SyntaxTreeNode, line: int) -> Node:
        name, title, attrs = parse_opening(syntax.info)
        if not syntax.meta["closed"]:
            self.report.convert(line, "container", f":::{name} is never closed; closed at the end")
        end = syntax.map[1] if syntax.map else line
        position = {"lines": (line, end + self.first_line)}
        return Node("container", line, attrs={"name": name, "title": title, **attrs, **position})

    def _td(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("cell", line, attrs={"header": False, "style": syntax.attrs.get("style", "")})

    def _th(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("cell", line, attrs={"header": True, "style": syntax.attrs.get("style", "")})

    def _footnote_ref(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("footnote_ref", line, text=str(syntax.meta["id"] + 1))

    def _footnote(self, syntax: SyntaxTreeNode, line: int) -> Node:
        return Node("footnote", line, attrs={"number": syntax.meta["id"] + 1})


def _kind(syntax: SyntaxTreeNode) -> str:
    return RENAMED.get(syntax.type, syntax.type)


def _unwrapped(syntax: SyntaxTreeNode) -> list[SyntaxTreeNode]:
    return [
        node
        for child in syntax.children
        for node in (child.children if child.type == "inline" else [child])
    ]


def _breaks(syntax: SyntaxTreeNode) -> int:
    """How many source lines an inline node runs over."""
    if syntax.map:
        return 0
    is_break = syntax.type in {"softbreak", "hardbreak"}
    meta = syntax.meta.get("lines", 0) if not syntax.is_root and not syntax.is_nested else 0
    return is_break + meta + sum(_breaks(child) for child in syntax.children)
