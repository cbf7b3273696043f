"""Catalogue entries are kept as the courses are, by whatever changes those.

A course refreshes its own when it is saved (`CoursePage.save`), in the same transaction; what else
shows in an entry, or decides who may see it, is listened to here. `rebuild()` compares them all.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, PageViewRestriction

from ..curriculum.models import CurriculumEntry
from ..curriculum.outline import project_after_move
from ..models.catalogue_entry import (
    OF_A_COURSE,
    OF_A_LESSON,
    CatalogueEntry,
    CatalogueEntryQuerySet,
)
from ..models.category import Category
from ..models.course import CoursePage
from ..models.course_texts import course_texts
from ..models.instructor import CourseInstructor, Instructor
from ..models.lesson import LessonPage
from ..search.index import save_texts

logger = logging.getLogger("skillmate.catalogue")
COPIED = (
    *("live", "archived_at", "title", "summary", "category_id", "thumbnail_id", "level"),
    *("language", "first_published_at", "last_published_at"),
)
COUNTED = {
    "minutes": "total_minutes",
    "lesson_count": "lesson_count",
    "free_lesson_count": "free_lesson_count",
}
FIELDS = ("is_public", "restrictions", *COPIED, "teachers", *COUNTED)
BATCH = 500
_postponed: ContextVar[set[int] | None] = ContextVar("postponed_entries", default=None)


@transaction.atomic
def refresh(entries: CatalogueEntryQuerySet) -> list[CatalogueEntry]:
    """Write `entries` anew where their courses say anything else; returns those.

    They are locked before anything is read: of two who change a course at once, the second to
    come here sees what the first one did.
    """
    keys = sorted(entries.order_by().values_list("pk", flat=True))
    if (postponed := _postponed.get()) is not None:
        postponed.update(keys)
        return []
    return [entry for batch in _batches(keys) for entry in _refresh(batch)]


def refresh_course(course: Page) -> None:
    """The entry of a course that was saved. A new course gets one."""
    entries = CatalogueEntry.objects.filter(pk=course.pk)
    if not entries.exists():
        entry = CatalogueEntry(course_id=course.pk)
        CatalogueEntry.objects.bulk_create([entry], ignore_conflicts=True)
    refresh(entries)


def rebuild() -> list[CatalogueEntry]:
    """Compare every entry with its course; returns those that were missing or wrong, as they are
    now. There are none unless rows were written past the site. Batch by batch, so that nobody who
    writes has to wait."""
    missing = (
        CoursePage.objects.filter(catalogue_entry=None).order_by().values_list("pk", flat=True)
    )
    entries = [CatalogueEntry(course_id=pk) for pk in missing]
    CatalogueEntry.objects.bulk_create(entries, batch_size=BATCH, ignore_conflicts=True)
    changed = []
    for keys in _batches(CatalogueEntry.objects.order_by("pk").values_list("pk", flat=True)):
        changed += refresh(CatalogueEntry.objects.filter(pk__in=keys))
    if changed:
        keys = ", ".join(str(entry.pk) for entry in changed[:20])
        logger.error("The catalogue was not up to date with %s courses: %s", len(changed), keys)
    return changed


@contextmanager
def refreshed_once() -> Iterator[None]:
    """Whatever changes inside, its entries are refreshed at the end, each once."""
    token = _postponed.set(set())
    try:
        yield
        keys = _postponed.get()
    finally:
        _postponed.reset(token)
    refresh(CatalogueEntry.objects.filter(pk__in=keys))


def refresh_below_restriction(instance: PageViewRestriction, **details: object) -> None:
    for path in Page.objects.filter(pk=instance.page_id).values_list("path", flat=True):
        refresh(CatalogueEntry.objects.below(path))


def refresh_of_category(instance: Category, **details: object) -> None:
    refresh(CatalogueEntry.objects.filter(category=instance))


def refresh_taught_by(instance: Instructor, **details: object) -> None:
    refresh(CatalogueEntry.objects.filter(course__taught_by__instructor=instance))


def refresh_course_of_lesson(
    instance: LessonPage, update_fields: Iterable[str] | None = None, **details: object
) -> None:
    if update_fields is None or not OF_A_LESSON.isdisjoint(update_fields):
        parent_path = instance.path[: -instance.steplen]
        refresh(CatalogueEntry.objects.filter(course__path=parent_path))


def refresh_of_bare_page(
    instance: Page, update_fields: Iterable[str] | None = None, **details: object
) -> None:
    """Wagtail's bulk actions and its clock save what they hold as a `Page`, whatever it is: no
    `save()` of a course runs, and no signal of a lesson is sent."""
    page_class = instance.specific_class
    if page_class is LessonPage:
        refresh_course_of_lesson(instance, update_fields)
    elif page_class is CoursePage and (
        update_fields is None or not OF_A_COURSE.isdisjoint(update_fields)
    ):
        refresh_course(instance)


def refresh_moved(instance: Page, **details: object) -> None:
    """A page moved away leaves restrictions behind, and meets others."""
    refresh(CatalogueEntry.objects.below(instance.path))


def refresh_after_lesson_moved(
    parent_page_before: Page, parent_page_after: Page, **details: object
) -> None:
    project_after_move(parent_page_before, parent_page_after)
    parents = [parent_page_before.pk, parent_page_after.pk]
    refresh(CatalogueEntry.objects.filter(pk__in=parents))


def _batches(keys: Iterable[int]) -> Iterator[list[int]]:
    keys = list(keys)
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _refresh(keys: list[int]) -> list[CatalogueEntry]:
    locked = CatalogueEntry.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    changed, translated = [], []
    for entry, values in _with_truth(list(locked)):
        if any(getattr(entry, name) != value for name, value in values.items()):
            translated += [entry.pk] if entry.language != values["language"] else []
            vars(entry).update(values)
            changed.append(entry)
    if changed:
        CatalogueEntry.objects.bulk_update(changed, FIELDS)
    _refresh_index(keys, translated)
    return changed


def _refresh_index(keys: list[int], translated: list[int]) -> None:
    """Also of lessons, where the language of their course is another: stems differ by it."""
    texts = course_texts(CoursePage.objects.filter(pk__in=keys))
    for pk in save_texts(texts):
        insert_or_update_object_task.enqueue("courses", "coursepage", str(pk))
    lessons = CurriculumEntry.objects.filter(course__in=translated) if translated else ()
    for entry in lessons:
        insert_or_update_object_task.enqueue("courses", "lessonpage", str(entry.lesson_id))


def _with_truth(entries: list[CatalogueEntry]) -> Iterator[tuple[CatalogueEntry, dict]]:
    """Each entry with the values it should have."""
    keys = [entry.pk for entry in entries]
    courses = _truth(CoursePage.objects.filter(pk__in=keys))
    teachers, restrictions = _teachers(keys), _restrictions()
    for entry in entries:
        if values := courses.get(entry.pk):
            above = ",".join(pk for pk, path in restrictions if values["path"].startswith(path))
            yield (
                entry,
                {
                    **{name: values[name] for name in COPIED},
                    "is_public": values["live"] and not (values["archived_at"] or above),
                    "restrictions": above,
                    "teachers": teachers.get(entry.pk, []),
                    **{name: values[source] for name, source in COUNTED.items()},
                },
            )


def _truth(courses: QuerySet[CoursePage]) -> dict[int, dict]:
    totals = courses.order_by().with_totals()
    rows = totals.values("pk", "path", *COPIED, *COUNTED.values())
    return {row["pk"]: row for row in rows}


def _restrictions() -> list[tuple[str, str]]:
    """The key of every view restriction, as text, and the path it stands on."""
    rows = PageViewRestriction.objects.order_by("pk").values_list("pk", "page__path")
    return [(str(pk), path) for pk, path in rows]


def _teachers(keys: list[int]) -> dict[int, list[dict[str, str]]]:
    """Names and slugs by course, in its order; the slug is empty for who has no page."""
    teachers = CourseInstructor.objects.filter(course__in=keys)
    rows = teachers.order_by("course", "sort_order", "pk")
    names = rows.values_list(
        "course", "instructor__name", "instructor__slug", "instructor__closed_at"
    )
    by_course = groupby(names, key=itemgetter(0))
    return {
        pk: [
            {"name": name, "slug": "" if closed_at else slug}
            for _pk, name, slug, closed_at in group
        ]
        for pk, group in by_course
    }
