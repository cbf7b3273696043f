"""Writing a planned course into pages and revisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db.models import F, Max, Q
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from courses.instructors.profiles import slug_for
from courses.models import Category, CourseInstructor, CoursePage, Instructor, LessonPage
from web.slugs import free_slug, slug_base

from ..blocks_from_markdown.stream import identified
from .library import Library
from .plan import UNCHANGED, Plan, PlannedLesson
from .references import with_ids


@dataclass
class Ids:
    """`references.Ids` of a course whose pages exist."""

    pages: dict[str, int]
    library: Library

    def page(self, path: str) -> int:
        return self.pages[path]

    def image(self, path: str) -> int:
        return self.library.image(path)

    def document(self, path: str) -> int:
        return self.library.document(path)

    def video(self, path: str) -> int:
        return self.library.video(path)


def create_course(plan: Plan, *, owner: AbstractUser | None) -> CoursePage:
    """An empty draft: lessons need a parent, and files a collection, before it can be filled."""
    manifest = plan.folder.manifest
    names = {"title": manifest.texts["title"], "summary": manifest.texts["summary"]}
    course = CoursePage(slug=manifest.slug, live=False, owner=owner, **names)
    return plan.index.add_child(instance=course)


def write_lessons(
    plan: Plan, course: CoursePage, library: Library, *, owner: AbstractUser | None
) -> list[LessonPage]:
    """All lessons in order. Those whose source is unchanged are not touched."""
    # Links lead from lesson to lesson, so all pages are there before any is filled.
    pages = [
        planned_lesson.page or _create_lesson(planned_lesson, course, owner)
        for planned_lesson in plan.lessons
    ]
    paths = [planned_lesson.lesson.path for planned_lesson in plan.lessons]
    ids = Ids(dict(zip(paths, (page.pk for page in pages), strict=True)), library)
    for planned_lesson, page in zip(plan.lessons, pages, strict=True):
        if planned_lesson.state != UNCHANGED:
            _fill_lesson(planned_lesson, page, ids)
    return pages


def _create_lesson(
    planned_lesson: PlannedLesson, course: CoursePage, owner: AbstractUser | None
) -> LessonPage:
    lesson = planned_lesson.lesson
    return course.add_child(
        instance=LessonPage(
            title=lesson.title,
            slug=lesson.slug,
            source_path=lesson.path,
            live=False,
            owner=owner,
        )
    )


def _fill_lesson(planned_lesson: PlannedLesson, page: LessonPage, ids: Ids) -> None:
    lesson, draft = planned_lesson.lesson, _draft(page)
    draft.title = draft.draft_title = lesson.title
    draft.slug = lesson.slug
    draft.summary = lesson.summary
    draft.minutes = lesson.minutes
    draft.free_preview = lesson.preview
    draft.source_path = lesson.path
    draft.import_digest = planned_lesson.digest
    draft.body = _stream(LessonPage, "body", with_ids(lesson.body, ids))
    _save(draft, page, ids.library.by)


def write_course(plan: Plan, course: CoursePage, library: Library, lessons: list[int]) -> None:
    if plan.state == UNCHANGED:
        return
    manifest, draft = plan.folder.manifest, _draft(course)
    draft.draft_title = manifest.texts["title"]
    for name, text in manifest.texts.items():
        setattr(draft, name, text)
    for name, sentences in manifest.statements.items():
        setattr(draft, name, _statements(name, sentences))
    draft.description = plan.folder.description
    draft.category = _category(manifest.category)
    thumbnail = plan.folder.thumbnail
    draft.thumbnail_id = library.image(thumbnail.path) if thumbnail else None
    draft.curriculum = _curriculum(plan, lessons)
    draft.import_digest = plan.digest
    draft.tags.set(manifest.tags, clear=True)
    draft.taught_by = [
        CourseInstructor(instructor=_instructor(name), sort_order=number)
        for number, name in enumerate(manifest.authors)
    ]
    _save(draft, course, library.by)


def _draft(page: Page) -> Page:
    """The newest draft, as an object of its own: `page` goes on saying what is public."""
    if not page.latest_revision_id:
        return page
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def _save(draft: Page, page: Page, by: AbstractUser | None) -> None:
    """As a new revision; a page that is not public shows it in its own row as well."""
    if not page.live:
        draft.save()
    # A draft may be incomplete; publishing validates.
    page.latest_revision = draft.save_revision(user=by, log_action=True, clean=False)


def _stream(model: type[Page], name: str, raw: list[dict]) -> StreamValue:
    field: StreamField = model._meta.get_field(name)
    return StreamValue(field.stream_block, raw, is_lazy=True)


def _statements(name: str, texts: list[str]) -> StreamValue:
    raw = identified([{"type": "item", "value": text} for text in texts], name)
    return _stream(CoursePage, name, raw)


def _curriculum(plan: Plan, lessons: list[int]) -> StreamValue:
    """Ids come from the folder's own names: primary keys differ from site to site."""
    items, ids = [], iter(lessons)
    for module in plan.folder.manifest.modules:
        value = {"title": module.title, "summary": module.summary}
        items.append({"type": "section", "value": value, "key": module.title})
        items += [
            {"type": "lesson", "value": next(ids), "key": lesson.path} for lesson in module.lessons
        ]
    keys = [{"type": item["type"], "value": item["key"]} for item in items]
    raw = [
        {"type": item["type"], "value": item["value"], "id": block["id"]}
        for item, block in zip(items, identified(keys, "curriculum"), strict=True)
    ]
    return _stream(CoursePage, "curriculum", raw)


def _category(name: str) -> Category | None:
    if not name:
        return None
    own_slug = slug_base(name, otherwise="", most=70)
    matches = Q(name__iexact=name) | (Q(slug=own_slug) if own_slug else Q())
    category = Category.objects.filter(matches).first()
    if category:
        return category
    slug = free_slug(own_slug or "category", set(Category.objects.values_list("slug", flat=True)))
    last = Category.objects.aggregate(last=Max(F("sort_order")))["last"]
    return Category.objects.create(name=name, slug=slug, sort_order=(last or 0) + 1)


def _instructor(name: str) -> Instructor:
    instructor = Instructor.objects.filter(name__iexact=name).first()
    if instructor:
        return instructor
    return Instructor.objects.create(name=name, slug=slug_for(name))
