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
    manifest.lines = {name: each.line for name, each in fields.items()}
    manifest.ignored = [(each.line, name) for name, each in fields.items() if name not in KNOWN]
    return manifest


def _check_format(fields: dict[str, Field]) -> None:
    stated = fields.get("format")
    if not stated:
        raise FolderRefusal(f"the first field must be “format: {FORMAT}”", file=NAME, line=1)
    if stated.text() != FORMAT:
        raise stated.error(f"the format “{stated.text()}” is unknown; this site reads {FORMAT}")


def _texts(fields: dict[str, Field]) -> Manifest:
    def text(name: str, limit: int) -> str:
        return fields[name].text(limit=limit) if name in fields else ""

    def texts(name: str, limit: int) -> list[str]:
        values = fields[name].items() if name in fields else []
        return list(dict.fromkeys(filter(None, (each.text(limit=limit) for each in values))))

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
    stated = fields.get("slug")
    return slug_of(stated) if stated else slugify(fields["title"].text(), allow_unicode=True)


def slug_of(stated: Field) -> str:
    """A slug as the author wrote it; no silent mending, since it is an address."""
    slug = stated.text(limit=255)
    if slug != slugify(slug, allow_unicode=True) or not slug:
        raise stated.error(
            f"“{slug}” cannot be a slug; use small letters, digits and hyphens, "
            f"such as “{slugify(slug, allow_unicode=True) or 'my-course'}”"
        )
    return slug


def _language(fields: dict[str, Field]) -> str:
    if not (stated := fields.get("language")) or not stated.text():
        return "en"
    codes = [code for code, _name in language_choices()]
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", stated.text()):
        raise stated.error(f"“{stated.text()}” is not a language code such as en or pt-BR")
    if stated.text() not in codes:
        known = ", ".join(codes)
        raise stated.error(f"“{stated.text()}” is not a language of this site ({known})")
    return stated.text()


def _level(fields: dict[str, Field]) -> str:
    if not (stated := fields.get("level")) or not stated.text():
        return Level.BEGINNER.value
    if stated.text() not in Level.values:
        raise stated.error(f"“{stated.text()}” is no level; use {', '.join(Level.values)}")
    return stated.text()


def _url(fields: dict[str, Field]) -> str:
    if not (stated := fields.get("source")) or not stated.text():
        return ""
    try:
        URLValidator(["http", "https"])(stated.text(limit=200))
    except ValidationError as error:
        raise stated.error("“source” must be a web address") from error
    return stated.text()


def _path(stated: Field | None) -> str:
    if not stated or not stated.text():
        return ""
    return checked(stated.text(), file=stated.file, line=stated.line)


def _modules(fields: dict[str, Field], files: CourseFiles) -> list[Module]:
    if "modules" not in fields:
        raise FolderRefusal("the course needs “modules” that name its lessons", file=NAME, line=1)
    seen: dict[str, int] = {}
    modules = [_module(each, files, seen) for each in fields["modules"].items()]
    if not seen:
        raise fields["modules"].error("no module names a lesson")
    if len(seen) > MAX_LESSONS:
        raise fields["modules"].error(f"a course may have at most {MAX_LESSONS} lessons")
    return modules


def _module(stated: Field, files: CourseFiles, seen: dict[str, int]) -> Module:
    fields = stated.mapping()
    if "title" not in fields or not fields["title"].text(limit=200):
        raise stated.error("this module has no “title”")
    lessons = []
    for each in fields["lessons"].items() if "lessons" in fields else []:
        lesson = _lesson(each, files)
        if lesson.path in seen:
            raise each.error(f"“{lesson.path}” is already named in line {seen[lesson.path]}")
        seen[lesson.path] = lesson.line
        lessons.append(lesson)
    summary = fields["summary"].text(limit=400) if "summary" in fields else ""
    return Module(fields["title"].text(), summary, lessons)


def _lesson(stated: Field, files: CourseFiles) -> LessonFile:
    path = _path(stated)
    if not path or not files.has(path, file=NAME, line=stated.line):
        raise stated.error(f"the lesson “{stated.text()}” is not in the folder")
    return LessonFile(path, stated.line)
