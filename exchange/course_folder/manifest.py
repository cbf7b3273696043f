"""`course.yaml`, checked field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify

from courses.models.choices import Level
from web.languages import language_choices
from web.slugs import slug_base

from ..files.exceptions import FolderRefusal
from ..files.paths import checked
from ..files.source import CourseFiles
from .yaml_nodes import Field, read_mapping

NAME = "course.yaml"
FORMAT = "skillmate-course/1"
MAX_LESSONS = 1000
# Texts of the course, by their names in `course.yaml`: the field of `CoursePage`, and the most
# characters. What stands here is read, checked and written. `CHECKS`, at the end, has those that
# may not be any text.
TEXTS = {
    "title": ("title", 255),
    "summary": ("summary", 300),
    "language": ("language", None),
    "level": ("level", None),
    "licence": ("licence", 60),
    "source": ("source_url", 200),
    "thumbnail_alt": ("thumbnail_alt", 255),
}
# The same for lists of sentences.
STATEMENTS = {"outcomes": ("outcomes", 300), "requirements": ("requirements", 300)}
DEFAULTS = {"language": "en", "level": Level.BEGINNER.value}
KNOWN = {
    *TEXTS,
    *STATEMENTS,
    *("format", "slug", "description", "category", "tags", "authors", "thumbnail", "modules"),
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


@dataclass(frozen=True)
class Manifest:
    """What `course.yaml` says. `texts` and `statements` are by their fields of `CoursePage`;
    `lines` is where each field of the file stands, `ignored` are those unknown."""

    slug: str
    texts: dict[str, str]
    statements: dict[str, list[str]]
    description: str
    category: str
    tags: list[str]
    authors: list[str]
    thumbnail: str
    modules: list[Module]
    lines: dict[str, int]
    ignored: list[tuple[int, str]]

    @property
    def lessons(self) -> list[LessonFile]:
        return [lesson for module in self.modules for lesson in module.lessons]


def read_manifest(files: CourseFiles) -> Manifest:
    if not files.has(NAME):
        raise FolderRefusal("there is no course.yaml in this folder", file=NAME)
    fields = read_mapping(files.text(NAME), file=NAME)
    _check_format(fields)
    if "title" not in fields or not fields["title"].text():
        raise FolderRefusal("the course needs a “title”", file=NAME, line=1)
    return Manifest(
        slug=_slug(fields),
        texts={attribute: _text(fields, name, limit) for name, (attribute, limit) in TEXTS.items()},
        statements={
            attribute: _list(fields, name, limit) for name, (attribute, limit) in STATEMENTS.items()
        },
        description=_text(fields, "description", 20_000),
        category=_text(fields, "category", 80),
        tags=_list(fields, "tags", 100),
        authors=_list(fields, "authors", 120),
        thumbnail=_path(fields.get("thumbnail")),
        modules=_modules(fields, files),
        lines={name: entry.line for name, entry in fields.items()},
        ignored=[(entry.line, name) for name, entry in fields.items() if name not in KNOWN],
    )


def _check_format(fields: dict[str, Field]) -> None:
    entry = fields.get("format")
    if not entry:
        raise FolderRefusal(f"the first field must be “format: {FORMAT}”", file=NAME, line=1)
    if entry.text() != FORMAT:
        raise entry.error(f"the format “{entry.text()}” is unknown; this site reads {FORMAT}")


def _text(fields: dict[str, Field], name: str, limit: int | None) -> str:
    """Empty where the file does not have it, and no default stands for it."""
    text = fields[name].text(limit=limit) if name in fields else ""
    if not text:
        return DEFAULTS.get(name, "")
    if check := CHECKS.get(name):
        check(fields[name], text)
    return text


def _list(fields: dict[str, Field], name: str, limit: int) -> list[str]:
    entries = fields[name].items() if name in fields else []
    return list(dict.fromkeys(filter(None, (entry.text(limit=limit) for entry in entries))))


def _slug(fields: dict[str, Field]) -> str:
    entry = fields.get("slug")
    if entry:
        return slug_of(entry)
    slug = slug_base(fields["title"].text(), otherwise="")
    if not slug:
        problem = "no address can be made of this title; add a line such as “slug: my-course”"
        raise fields["title"].error(problem)
    return slug


def slug_of(entry: Field) -> str:
    """A slug as the author wrote it; no silent mending, since it is an address."""
    slug = entry.text(limit=255)
    if slug != slugify(slug, allow_unicode=True) or not slug:
        raise entry.error(
            f"“{slug}” cannot be a slug; use small letters, digits and hyphens, "
            f"such as “{slugify(slug, allow_unicode=True) or 'my-course'}”"
        )
    return slug


def _check_language(entry: Field, text: str) -> None:
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", text):
        raise entry.error(f"“{text}” is not a language code such as en or pt-BR")
    codes = [code for code, _name in language_choices()]
    if text not in codes:
        raise entry.error(f"“{text}” is not a language of this site ({', '.join(codes)})")


def _check_level(entry: Field, text: str) -> None:
    if text not in Level.values:
        raise entry.error(f"“{text}” is no level; use {', '.join(Level.values)}")


def _check_source(entry: Field, text: str) -> None:
    try:
        URLValidator(["http", "https"])(text)
    except ValidationError as error:
        raise entry.error("“source” must be a web address") from error


CHECKS = {"language": _check_language, "level": _check_level, "source": _check_source}


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
