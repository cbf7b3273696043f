"""Where the links of a lesson lead on the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from posixpath import splitext
from urllib.parse import quote, unquote, urlsplit

from ..files.assets import Assets
from ..files.exceptions import FolderRefusal
from ..files.paths import beside, checked
from ..report import LessonReport

SCHEMES = {"http", "https", "mailto", "tel", "ftp"}
# Stand-ins for pages and documents that have no id yet. `.invalid` is nobody's address
# (RFC 2606), and the editor's converter passes them as it passes any address.
PAGE, DOCUMENT = "https://page.skillmate.invalid/", "https://document.skillmate.invalid/"
_STAND_IN = re.compile(r'href="https://(page|document)\.skillmate\.invalid/([^"]*)"')
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


@dataclass(frozen=True)
class Target:
    """`href` for rich text. `document` is the path of a file to download, if it is one."""

    href: str
    document: str = ""

    @property
    def is_web(self) -> bool:
        return self.href.startswith(("http://", "https://")) and not self.href.startswith(
            (PAGE, DOCUMENT)
        )


class Links:
    """Resolves the links of the lesson at `path`. `lessons` are the paths of all lessons."""

    def __init__(self, path: str, lessons: set[str], assets: Assets, report: LessonReport):
        self.path, self.lessons, self.assets, self.report = path, lessons, assets, report
        # Fragments that lead to headings of this lesson, and the anchors those are given.
        self.anchors: dict[str, str] = {}

    def target(self, href: str, line: int) -> Target | None:
        """None when the link cannot be kept; the report then says why."""
        scheme = _SCHEME.match(href)
        if href.startswith("//"):
            return Target(f"https:{href}")
        if scheme:
            return self._absolute(href, scheme[1].lower(), line)
        if href.startswith("#"):
            return self._anchor(href, line)
        return self._local(href, line)

    def document(self, href: str) -> bool:
        """Whether `href` is a file to download. Reports nothing."""
        if _SCHEME.match(href) or href.startswith(("#", "//")):
            return False
        try:
            path = self.assets.files.find(href, file=self.path)
        except FolderRefusal:
            return False
        return bool(path) and not self.assets.refuses_document(path, file=self.path, line=0)

    def _absolute(self, href: str, scheme: str, line: int) -> Target | None:
        try:
            is_broken = scheme in {"http", "https"} and not urlsplit(href).hostname
        except ValueError:
            is_broken = True
        if scheme not in SCHEMES or is_broken or href.startswith((PAGE, DOCUMENT)):
            return self._drop(href, line, "an address that is not safe or not complete")
        return Target(href)

    def _anchor(self, href: str, line: int) -> Target | None:
        name = unquote(href[1:])
        if name in self.anchors:
            return Target(f"#{self.anchors[name]}")
        return self._drop(href, line, "no heading of this lesson is called that")

    def _local(self, href: str, line: int) -> Target | None:
        if lesson := self._lesson(href, line):
            return Target(f"{PAGE}{quote(lesson)}")
        try:
            path = self.assets.files.find(href, file=self.path, line=line)
        except FolderRefusal:
            return self._drop(href, line, "it leads out of the course folder")
        if not path:
            return self._drop(href, line, "there is no such lesson or file in the folder")
        if splitext(path)[1].lower() in {".md", ".markdown"}:
            return self._drop(href, line, "it is not a lesson of this course")
        if reason := self.assets.refuses_document(path, file=self.path, line=line):
            return self._drop(href, line, reason)
        return Target(f"{DOCUMENT}{quote(path)}", document=path)

    def _lesson(self, href: str, line: int) -> str | None:
        fragment = urlsplit(href).fragment
        for candidate in beside(self.path, href):
            try:
                path = checked(candidate)
            except FolderRefusal:
                continue
            # Sites made from the same files link to `x.html` or to `x`.
            for name in (path, f"{splitext(path)[0]}.md", f"{path}.md"):
                if name in self.lessons:
                    if name != path or fragment:
                        message = f"the link {href} leads to the lesson {name}"
                        self.report.convert(line, "link", message)
                    return name
        return None

    def _drop(self, href: str, line: int, reason: str) -> None:
        self.report.drop(line, "link", f"the link to {href[:300]}: {reason}; its text is kept")


def bind(html: str, page_id: Callable[[str], int], document_id: Callable[[str], int]) -> str:
    """`html` with the stand-ins replaced by what Wagtail stores."""

    def stored(match: re.Match) -> str:
        path = unquote(match[2])
        if match[1] == "page":
            return f'linktype="page" id="{page_id(path)}"'
        return f'linktype="document" id="{document_id(path)}"'

    return _STAND_IN.sub(stored, html)
