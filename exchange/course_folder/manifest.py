"""`course.yaml`, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from courses.models.choices import Level, language_choices

from ..files.exceptions import FolderRefusal
from ..files.paths import checked
from ..files.source import CourseFiles
from .yaml_nodes import Field, read_mapping

NAME = "course.yaml"
FORMAT = "skillmate-course/1"
MAX_LESSONS = 1000
KNOWN = {
    *("format", "title", "slug", "summary", "description", "language", "level", "licence"),
    *("source", "category", "tags", "authors", "thumbnail", "thumbnail_alt", "outcomes"),
    *("requirements", "modules"),
}


@dataclass(frozen=True)
class LessonFile:
    path: str
    line: int


@dataclass(frozen=True)
class Module:
    title: str
    summary: str
    lessons: list[LessonFile]


@dataclass
class Manifest:
    """What `course.yaml` says. `lines` is where each field stands; `ignored` is unknown fields."""

    title: str
    slug: str
    summary: str = ""
    description: str = ""
    language: str = "en"
    level: str = Level.BEGINNER.value
    licence: str = ""
    source: str = ""
    category: str = ""
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    thumbnail: str = ""
    thumbnail_alt: str = ""
    outcomes: list[str] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    modules: list[Module] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    ignored: list[tuple[int, str]] = field(default_factory=list)

    @property
    def lessons(self) -> list[LessonFile]:
        return [lesson for module in self.modules for lesson in module.lessons]


def read_manifest(files: CourseFiles) -> Manifest:
    if not files.has(NAME):
        raise FolderRefusal("there is no course.yaml in this folder", file=NAME)
    fields = read_mapping(files.text(NAME), file=NAME)
    _check_format(fields)
    manifest = _texts(fields)
    manifest.modules = _modules(fields, files)
    manifest.lines = {name: entry.line for name, entry in fields.items()}
    manifest.ignored = [(entry.line, name) for name, entry in fields.items() if name not in KNOWN]
    return manifest


def _check_format(fields: dict[str, Field]) -> None:
    entry = fields.get("format")
    if not entry:
        raise FolderRefusal(f"the first field must be “format: {FORMAT}”", file=NAME, line=1)
    if entry.text() != FORMAT:
        raise entry.error(f"the format “{entry.text()}” is unknown; this site reads {FORMAT}")


def _texts(fields: dict[str, Field]) -> Manifest:
    def text(name: str, limit: int) -> str:
        return fields[name].text(limit=limit) if name in fields else ""

    def texts(name: str, limit: int) -> list[str]:
        entries = fields[name].items() if name in fields else []
        return list(dict.fromkeys(filter(None, (entry.text(limit=limit) for entry in entries))))

    if not text("title", 255):
        raise FolderRefusal("the course needs a “title”", file=NAME, line=1)
    return Manifest(
        title=text("title", 255),
        slug=_slug(fields),
        summary=text("summary", 300),
        description=text("description", 20_000),
        language=_language(fields),
        level=_level(fields),
        licence=text("licence", 60),
        source=_url(fields),
        category=text("category", 80),
        tags=texts("tags", 100),
        authors=texts("authors", 120),
        thumbnail=_path(fields.get("thumbnail")),
        thumbnail_alt=text("thumbnail_alt", 255),
        outcomes=texts("outcomes", 300),
        requirements=texts("requirements", 300),
    )


def _slug(fields: dict[str, Field]) -> str:
    entry = fields.get("slug")
    return slug_of(entry) if entry else slugify(fields["title"].text(), allow_unicode=True)


def slug_of(entry: Field) -> str:
    """A slug as the author wrote it; no silent mending, since it is an address."""
    slug = entry.text(limit=255)
    if slug != slugify(slug, allow_unicode=True) or not slug:
        raise entry.error(
            f"“{slug}” cannot be a slug; use small letters, digits and hyphens, "
            f"such as “{slugify(slug, allow_unicode=True) or 'my-course'}”"
        )
    return slug


def _language(fields: dict[str, Field]) -> str:
    if not (entry := fields.get("language")) or not entry.text():
        return "en"
    codes = [code for code, _name in language_choices()]
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", entry.text()):
        raise entry.error(f"“{entry.text()}” is not a language code such as en or pt-BR")
    if entry.text() not in codes:
        languages = ", ".join(codes)
        raise entry.error(f"“{entry.text()}” is not a language of this site ({languages})")
    return entry.text()


def _level(fields: dict[str, Field]) -> str:
    if not (entry := fields.get("level")) or not entry.text():
        return Level.BEGINNER.value
    if entry.text() not in Level.values:
        raise entry.error(f"“{entry.text()}” is no level; use {', '.join(Level.values)}")
    return entry.text()


def _url(fields: dict[str, Field]) -> str:
    if not (entry := fields.get("source")) or not entry.text():
        return ""
    try:
        URLValidator(["http", "https"])(entry.text(limit=200))
    except ValidationError as error:
        raise entry.error("“source” must be a web address") from error
    return entry.text()


def _path(entry: Field | None) -> str:
    if not entry or not entry.text():
        return ""
    return checked(entry.text(), file=entry.file, line=entry.line)


def _modules(fields: dict[str, Field], files: CourseFiles) -> list[Module]:
    if "modules" not in fields:
        raise FolderRefusal("the course needs “modules” that name its lessons", file=NAME, line=1)
    seen: dict[str, int] = {}
    modules = [_module(entry, files, seen) for entry in fields["modules"].items()]
    if not seen:
        raise fields["modules"].error("no module names a lesson")
    if len(seen) > MAX_LESSONS:
        raise fields["modules"].error(f"a course may have at most {MAX_LESSONS} lessons")
    return modules


def _module(entry: Field, files: CourseFiles, seen: dict[str, int]) -> Module:
    fields = entry.mapping()
    if "title" not in fields or not fields["title"].text(limit=200):
        raise entry.error("this module has no “title”")
    lessons = []
    for lesson_entry in fields["lessons"].items() if "lessons" in fields else []:
        lesson = _lesson(lesson_entry, files)
        if lesson.path in seen:
            raise lesson_entry.error(
                f"“{lesson.path}” is already named in line {seen[lesson.path]}"
            )
        seen[lesson.path] = lesson.line
        lessons.append(lesson)
    summary = fields["summary"].text(limit=400) if "summary" in fields else ""
    return Module(fields["title"].text(), summary, lessons)


def _lesson(entry: Field, files: CourseFiles) -> LessonFile:
    path = _path(entry)
    if not path or not files.has(path, file=NAME, line=entry.line):
        raise entry.error(f"the lesson “{entry.text()}” is not in the folder")
    return LessonFile(path, entry.line)
