"""Published courses with their lessons, as the verbs of a release leave them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from courses.models import (
    Category,
    CourseIndexPage,
    CourseInstructor,
    CoursePage,
    CourseRelease,
    CurriculumEntry,
    Instructor,
    LessonPage,
)

from .bodies import COMMON_WORD, RARE_WORD, body
from .pictures import FILES, make_lesson_pictures, make_portraits, make_thumbnails
from .rows import insert, insert_pages, next_pk, reset_sequences

LESSONS, SECTIONS = 20, 4
CATEGORIES = ("Craft", "Music", "Statistics", "Cooking", "Astronomy", "Writing", "Gardening")
CATEGORIES += ("Law", "Medicine", "Languages", "Drawing", "History")
LEVELS = ("beginner", "beginner", "intermediate", "advanced")
LANGUAGES = ("en", "en", "en", "de", "es", "fr", "en", "ar")
TEACHERS = 40
PAGES_AT_ONCE = 200  # courses


@dataclass
class Catalogue:
    """What was made: keys by kind, in order."""

    index: CourseIndexPage
    count: int
    first_pk: int = 0
    categories: list[int] = field(default_factory=list)
    teachers: list[int] = field(default_factory=list)
    thumbnails: list[int] = field(default_factory=list)
    lesson_pictures: list[int] = field(default_factory=list)

    def course_pk(self, number: int) -> int:
        return self.first_pk + number * (LESSONS + 1)

    def lesson_pk(self, number: int, place: int) -> int:
        """`place` counts from 1."""
        return self.course_pk(number) + place


@transaction.atomic
def make_courses(count: int) -> Catalogue:
    catalogue = Catalogue(CourseIndexPage.objects.get(), count, next_pk(Page))
    catalogue.categories = [_make_category(name, place) for place, name in enumerate(CATEGORIES)]
    catalogue.teachers = _make_teachers()
    catalogue.thumbnails = make_thumbnails(count * 7 // 10)
    catalogue.lesson_pictures = make_lesson_pictures()
    for start in range(0, count, PAGES_AT_ONCE):
        _make_some(catalogue, range(start, min(start + PAGES_AT_ONCE, count)))
    Page.objects.filter(pk=catalogue.index.pk).update(numchild=count)
    reset_sequences(Page, Revision, CourseRelease, CourseInstructor, CurriculumEntry)
    return catalogue


def _make_some(catalogue: Catalogue, numbers: range) -> None:
    now = timezone.now()
    common = {
        "live": True,
        "locale": Locale.get_default(),
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": now,
        "title": "-",
        "draft_title": "-",
        "slug": "-",
    }
    first_revision = next_pk(Revision)
    courses = [_course(catalogue, number) for number in numbers]
    prototype = CoursePage(content_type=_type(CoursePage), summary="-", **common)
    revisions = [first_revision + place for place in range(len(courses))]
    _insert_revisions(prototype, courses, revisions)
    insert_pages(
        prototype,
        [
            {**row, "latest_revision_id": revision, "live_revision_id": revision}
            for row, revision in zip(courses, revisions, strict=True)
        ],
    )
    lessons = [
        _lesson(catalogue, number, row, place)
        for number, row in zip(numbers, courses, strict=True)
        for place in range(1, LESSONS + 1)
    ]
    insert_pages(LessonPage(content_type=_type(LessonPage), **common), lessons)
    _insert_entries(catalogue, numbers)
    _insert_teachers(catalogue, numbers)
    release = CourseRelease(number=1, status="published", published_at=now, submitted_at=now)
    keys = map(catalogue.course_pk, numbers)
    first = next_pk(CourseRelease)
    insert(release, ({"id": first + n, "course_id": pk} for n, pk in enumerate(keys)))


def _course(catalogue: Catalogue, number: int) -> dict:
    index, slug = catalogue.index, f"course-{number}"
    title = f"Course {number} on {CATEGORIES[number % len(CATEGORIES)].lower()}"
    published_at = timezone.now() - timedelta(hours=catalogue.count - number)
    has_thumbnail = number % 10 < 7
    return {
        "id": catalogue.course_pk(number),
        "title": title,
        "draft_title": title,
        "slug": slug,
        "path": Page._get_path(index.path, index.depth + 1, number + 1),
        "depth": index.depth + 1,
        "numchild": LESSONS,
        "url_path": f"{index.url_path}{slug}/",
        "first_published_at": published_at,
        "last_published_at": published_at,
        "summary": f"What there is to know to begin, with much {COMMON_WORD}, part {number}.",
        "description": f"<p>For those who want to know more of {title}.</p>" * 3,
        "category_id": catalogue.categories[number % len(CATEGORIES)],
        "level": LEVELS[number % len(LEVELS)],
        "language": LANGUAGES[number % len(LANGUAGES)],
        "outcomes": json.dumps([_block("item", f"Do thing {n}.", number, n) for n in range(5)]),
        "requirements": json.dumps([_block("item", "A pencil.", number, 9)]),
        "curriculum": json.dumps(list(_curriculum(catalogue, number))),
        "thumbnail_id": _pick(catalogue.thumbnails, number) if has_thumbnail else None,
        "thumbnail_alt": "Stripes." if has_thumbnail else "",
    }


def _curriculum(catalogue: Catalogue, number: int):
    for place in range(1, LESSONS + 1):
        if (place - 1) % (LESSONS // SECTIONS) == 0:
            value = {"title": _section(place), "summary": ""}
            yield _block("section", value, number, 50 + place)
        yield _block("lesson", catalogue.lesson_pk(number, place), number, 100 + place)


def _section(place: int) -> str:
    return f"Part {(place - 1) // (LESSONS // SECTIONS) + 1}"


def _lesson(catalogue: Catalogue, number: int, course: dict, place: int) -> dict:
    serial = number * LESSONS + place
    slug, title = f"lesson-{place}", f"Lesson {place} of {number}"
    picture = _pick(catalogue.lesson_pictures, serial) if place % 2 else None
    extra = f"<p>{RARE_WORD}</p>" if serial == 7 * LESSONS + 1 else ""
    return {
        "id": catalogue.lesson_pk(number, place),
        "title": title,
        "draft_title": title,
        "slug": slug,
        "path": Page._get_path(course["path"], course["depth"] + 1, place),
        "depth": course["depth"] + 1,
        "url_path": f"{course['url_path']}{slug}/",
        "minutes": 3 + serial % 17 + number % 23,
        "summary": f"The part of {title} that matters.",
        "free_preview": place <= 2,
        "body": body(serial, picture, extra=extra),
    }


def _insert_revisions(prototype: CoursePage, rows: list[dict], keys: list[int]) -> None:
    course_type, page_type = _type(CoursePage), _type(Page)
    revision = Revision(
        content_type=course_type, base_content_type=page_type, object_id="", content={}
    )
    revision.created_at = timezone.now()
    data = json.loads(prototype.to_json())
    insert(
        revision,
        (
            {
                "id": key,
                "object_id": str(row["id"]),
                "object_str": row["title"],
                "content": {**data, **_serializable(row)},
            }
            for row, key in zip(rows, keys, strict=True)
        ),
    )


def _serializable(row: dict) -> dict:
    """A row as a revision tells of it."""
    values = {name.removesuffix("_id"): value for name, value in row.items() if name != "id"}
    times = {name: value.isoformat() for name, value in values.items() if name.endswith("_at")}
    return {**values, **times, "pk": row["id"]}


def _insert_entries(catalogue: Catalogue, numbers: range) -> None:
    first = next_pk(CurriculumEntry)
    places = ((number, place) for number in numbers for place in range(1, LESSONS + 1))
    insert(
        CurriculumEntry(),
        (
            {
                "id": first + count,
                "course_id": catalogue.course_pk(number),
                "lesson_id": catalogue.lesson_pk(number, place),
                "section": _section(place),
                "position": place,
            }
            for count, (number, place) in enumerate(places)
        ),
    )


def _insert_teachers(catalogue: Catalogue, numbers: range) -> None:
    first = next_pk(CourseInstructor)
    pairs = [(number, turn) for number in numbers for turn in range(1 + number % 2)]
    insert(
        CourseInstructor(),
        (
            {
                "id": first + count,
                "course_id": catalogue.course_pk(number),
                "instructor_id": _pick(catalogue.teachers, number + turn),
                "sort_order": turn,
            }
            for count, (number, turn) in enumerate(pairs)
        ),
    )


def _make_category(name: str, place: int) -> int:
    fields = {"slug": name.lower(), "description": f"All about {name.lower()}."}
    return Category.objects.create(name=name, sort_order=place, **fields).pk


def _make_teachers() -> list[int]:
    portraits = make_portraits()
    return [
        Instructor.objects.create(
            name=f"Teacher {number}",
            slug=f"teacher-{number}",
            headline="Has done it for years.",
            bio="Began by chance, and stayed.",
            picture_id=portraits[number % FILES] if number % 3 else None,
        ).pk
        for number in range(TEACHERS)
    ]


def _block(kind: str, value: object, number: int, place: int) -> dict:
    return {"type": kind, "value": value, "id": str(UUID(int=number * 1000 + place))}


def _pick(keys: list[int], number: int) -> int:
    return keys[number % len(keys)]


def _type(model: type) -> ContentType:
    return ContentType.objects.get_for_model(model)
