"""One lesson file: its front matter, its title, its blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from posixpath import basename, splitext
from urllib.parse import unquote

from django.utils.text import slugify

from courses.blocks.size import too_large

from ..blocks_from_markdown.convert import Converter
from ..blocks_from_markdown.links import Links
from ..blocks_from_markdown.nodes import Node
from ..blocks_from_markdown.tree import read_tree
from ..files.assets import Assets
from ..files.exceptions import FolderRefusal
from ..report import LessonReport
from .manifest import LessonFile, slug_of
from .yaml_nodes import Field, read_mapping

WORDS_PER_MINUTE = 200
FENCE = "---"
KNOWN = {"title", "slug", "summary", "minutes", "preview", "teaching", "exercises"}
_NUMBER = re.compile(r"^\d+[-_. ]+(?=\D)")


@dataclass
class Lesson:
    """A lesson ready to be written. `slug_line` is where its slug is stated, if it is."""

    path: str
    title: str
    slug: str
    slug_line: int | None
    summary: str
    minutes: int
    preview: bool
    body: list[dict]
    report: LessonReport


def read_lesson(lesson_file: LessonFile, lessons: set[str], assets: Assets) -> Lesson:
    report = LessonReport(lesson_file.path)
    text = assets.files.text(lesson_file.path, file="course.yaml", line=lesson_file.line)
    fields, body, first_line = _split(text, lesson_file.path)
    for name in sorted(fields.keys() - KNOWN):
        report.drop(fields[name].line, "front matter", f"the field “{name}” is not known here")
    tree = read_tree(body, first_line, report)
    links = Links(lesson_file.path, lessons, assets, report)
    # Taken before the title's heading goes: the words of the title take time to read, too.
    minutes = _minutes(fields, tree, report)
    title = _title(fields, tree, lesson_file.path, report)
    links.anchors = _anchors(tree)
    blocks = Converter(lesson_file.path, text.split("\n"), links, assets).lesson(tree)
    if message := too_large(blocks):
        raise FolderRefusal(message, file=lesson_file.path, line=first_line)
    slug = fields.get("slug")
    lesson = Lesson(
        path=lesson_file.path,
        title=title,
        slug=slug_of(slug) if slug and slug.text() else "",
        slug_line=slug.line if slug and slug.text() else None,
        summary=fields["summary"].text(limit=300) if "summary" in fields else "",
        minutes=minutes,
        preview=fields["preview"].truth() if "preview" in fields else False,
        body=blocks,
        report=report,
    )
    report.title = title
    return lesson


def _split(text: str, path: str) -> tuple[dict[str, Field], str, int]:
    """Front matter, Markdown, and the line the Markdown starts at."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return {}, text, 1
    ends = [number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE]
    if not ends:
        raise FolderRefusal("the front matter is never closed with ---", file=path, line=1)
    fields = read_mapping("\n".join(lines[1 : ends[0]]), file=path, offset=1)
    return fields, "\n".join(lines[ends[0] + 1 :]), ends[0] + 2


def _title(fields: dict[str, Field], tree: Node, path: str, report: LessonReport) -> str:
    title = fields["title"].text(limit=255) if "title" in fields else ""
    heading = _title_heading(tree, title)
    if heading:
        tree.children.remove(heading)
        report.keep("headings")
    if title or heading:
        return title or heading.plain()[:255]
    report.convert(0, "title", "no title is stated; the name of the file is used")
    return splitext(basename(path))[0].strip()[:255]


def _title_heading(tree: Node, title: str) -> Node | None:
    """The heading that is the lesson's title: the one it opens with, else the first at level 1.

    (A lesson that begins with a paragraph and then says “Introduction” is not called that.)
    """
    headings = [child for child in tree.children if child.kind == "heading" and child.plain()]
    if title:
        matches = [
            heading for heading in headings if heading.plain().casefold() == title.casefold()
        ]
        return matches[0] if matches and matches[0] is headings[0] else None
    opening = [heading for heading in headings[:1] if tree.children[0] is heading]
    top_level = [heading for heading in headings if heading.attrs["level"] == 1]
    return next(iter(opening + top_level), None)


def _anchors(tree: Node) -> dict[str, str]:
    """The fragments used in this lesson that mean one of its headings."""
    heading_slugs = {
        slugify(child.plain(), allow_unicode=True)
        for child in tree.children
        if child.kind == "heading"
    }
    hrefs = [node.attrs["href"] for node in tree.walk() if node.kind == "link"]
    names = [unquote(href[1:]) for href in hrefs if href.startswith("#")]
    slugs = {name: slugify(name, allow_unicode=True) for name in names}
    return {name: slug for name, slug in slugs.items() if slug and slug in heading_slugs}


def _minutes(fields: dict[str, Field], tree: Node, report: LessonReport) -> int:
    if "minutes" in fields and (minutes := fields["minutes"].number()):
        return minutes
    parts = [fields[name].number() or 0 for name in ("teaching", "exercises") if name in fields]
    if sum(parts):
        report.convert(1, "minutes", f"teaching and exercises make {sum(parts)} minutes")
        return sum(parts)
    word_count = sum(len(node.text.split()) for node in tree.walk())
    minutes = max(1, ceil(word_count / WORDS_PER_MINUTE))
    report.convert(
        0, "minutes", f"no minutes are stated; {minutes} estimated from {word_count} words"
    )
    return minutes


def give_slugs(lessons: list[Lesson]) -> None:
    """Slugs for lessons that state none, from their file names: `02-trees.md` is `trees`.

    The number stays where the rest would not be unique. Raises when two lessons have one slug.
    """
    file_slugs = [_from_name(_NUMBER.sub("", _stem(lesson.path), count=1)) for lesson in lessons]
    slugs = [lesson.slug or slug for lesson, slug in zip(lessons, file_slugs, strict=True)]
    for number, (lesson, slug) in enumerate(zip(lessons, file_slugs, strict=True), 1):
        if not lesson.slug:
            unique = slug and slugs.count(slug) == 1
            lesson.slug = slug if unique else _from_name(_stem(lesson.path)) or f"lesson-{number}"
        lesson.report.slug = lesson.slug
    seen: dict[str, str] = {}
    for lesson in lessons:
        if lesson.slug in seen:
            problem = f"the slug “{lesson.slug}” is already that of {seen[lesson.slug]}"
            raise FolderRefusal(problem, file=lesson.path, line=lesson.slug_line)
        seen[lesson.slug] = lesson.path


def _stem(path: str) -> str:
    return splitext(basename(path))[0]


def _from_name(stem: str) -> str:
    return slugify(re.sub(r"[._]+", "-", stem), allow_unicode=True).strip("-")[:255]
