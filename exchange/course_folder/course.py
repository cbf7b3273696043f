"""A whole course folder, read and converted. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..blocks_from_markdown import richtext
from ..blocks_from_markdown.inline import Inline
from ..blocks_from_markdown.links import Links
from ..blocks_from_markdown.lists import as_html, fits
from ..blocks_from_markdown.nodes import Node
from ..blocks_from_markdown.tree import read_tree
from ..files.assets import AssetRefusal, Assets, Picture
from ..files.source import CourseFiles
from ..report import LessonReport, Report
from .lesson import Lesson, give_slugs, read_lesson
from .manifest import NAME, Manifest, read_manifest


@dataclass
class CourseFolder:
    """What a course folder holds. `description` is rich text."""

    manifest: Manifest
    description: str
    thumbnail: Picture | None
    lessons: list[Lesson]
    assets: Assets
    report: Report


def read_course(files: CourseFiles) -> CourseFolder:
    """Raises `FolderRefusal` for wrong input. Everything else that is amiss is in the report."""
    manifest = read_manifest(files)
    assets = Assets(files, language=manifest.texts["language"])
    report = Report(LessonReport(NAME, manifest.texts["title"], manifest.slug))
    for line, name in manifest.ignored:
        report.course.drop(line, "field", f"the field “{name}” is not part of the format")
    _report_quizzes(files, report.course)
    paths = {lesson.path for lesson in manifest.lessons}
    thumbnail = _thumbnail(manifest, assets, report.course)
    lessons = [read_lesson(lesson_file, paths, assets) for lesson_file in manifest.lessons]
    give_slugs(lessons)
    report.lessons = [lesson.report for lesson in lessons]
    description = _description(manifest, assets, report.course)
    return CourseFolder(manifest, description, thumbnail, lessons, assets, report)


def _report_quizzes(files: CourseFiles, report: LessonReport) -> None:
    for path in files.source.names():
        folder, _, name = path.rpartition("/")
        if folder == "quizzes" and Path(name).suffix in {".yaml", ".yml"}:
            report.drop(0, "quiz", f"the quiz {path}: quizzes come later")


def _thumbnail(manifest: Manifest, assets: Assets, report: LessonReport) -> Picture | None:
    path, line = manifest.thumbnail, manifest.lines.get("thumbnail", 0)
    if not path:
        return None
    if not assets.files.has(path, file=NAME, line=line):
        report.drop(line, "image", f"the thumbnail {path}: it is not in the folder")
        return None
    try:
        picture = assets.picture(path, file=NAME, line=line)
    except AssetRefusal as refusal:
        report.drop(line, "image", f"the thumbnail {path}: {refusal}")
        return None
    report.keep("images")
    if not manifest.texts["thumbnail_alt"]:
        report.convert(line, "image", "the thumbnail has no “thumbnail_alt”")
    return picture


def _description(manifest: Manifest, assets: Assets, report: LessonReport) -> str:
    """Markdown in; paragraphs, lists and headings of one level out."""
    line = manifest.lines.get("description", 1)
    tree = read_tree(manifest.description, line, report)
    inline = Inline(Links(NAME, set(), assets, report), documents=False)
    html = "".join(_description_part(node, inline, report) for node in tree.children)
    try:
        return richtext.course_description(html) if html else ""
    except richtext.UnstableRichTextError:
        report.convert(line, "formatting", "the description lost its formatting")
        text = escape(richtext.plain_text(html), quote=False)
        return richtext.course_description(f"<p>{text}</p>")


def _description_part(node: Node, inline: Inline, report: LessonReport) -> str:
    if node.kind == "list" and fits(node):
        return as_html(node, inline, report)
    if node.kind == "heading":
        return f"<h3>{inline.sentence(node.children).html}</h3>"
    if node.kind != "paragraph":
        report.convert(node.line, "description", f"a {node.kind} became plain paragraphs")
    sentence = inline.sentence([node] if node.kind != "paragraph" else node.children)
    for image in sentence.images:
        report.drop(image.line, "image", f"the picture {image.attrs['src']} in the description")
    return f"<p>{sentence.html}</p>" if sentence.html else ""
