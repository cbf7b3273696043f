"""An earlier release, looked at before it is made live again: what would change, what is gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from wagtail.models import Page, Revision

from ..models import Category, CoursePage, LessonPage
from ..models.release import CourseRelease, CourseReleaseItem
from .changes import Row
from .deletion_log import names_in_log
from .readiness.drafts import read_drafts
from .readiness.fields import course_errors, lesson_errors
from .readiness.finding import Finding
from .references import Reference, references_of
from .slugs import other_holders, wanted_slugs

Kind = CourseReleaseItem.Kind


@dataclass(frozen=True)
class MissingReference:
    """Something that an edition shows and that was deleted since.

    `name` is what the log says it was called, empty if it says nothing; `titles` are the pages.
    """

    kind: str
    name: str
    titles: tuple[str, ...]


class Edition:
    """What `release` published. `slug` and `category` are for the course, in place of those that
    are taken or gone. Its queries do not grow with lessons."""

    def __init__(
        self, release: CourseRelease, *, slug: str = "", category: Category | None = None
    ) -> None:
        self.release = release
        self.course = CoursePage.objects.get(pk=release.course_id)
        self._replaced = {
            **({"slug": slug} if slug else {}),
            **({"category": category.pk} if category else {}),
        }

    @cached_property
    def rows(self) -> list[Row]:
        """What has to happen now so that it is live, the course first."""
        return list(self._rows())

    @property
    def course_row(self) -> Row:
        return self.rows[0]

    @property
    def lesson_rows(self) -> list[Row]:
        return self.rows[1:]

    @cached_property
    def draft(self) -> CoursePage:
        """The course as it would be."""
        return self.course.with_content_json({**self._course_revision.content, **self._replaced})

    @cached_property
    def edited_revisions(self) -> dict[int, Revision]:
        """What there is to read, by primary key."""
        keys = [row.revision_id for row in self.rows if row.is_edited]
        return Revision.objects.select_related("content_type").in_bulk(keys)

    @cached_property
    def slug_holder(self) -> Page | None:
        """The page, another course or draft of one, that has the old slug of the course now."""
        siblings = self.course.get_siblings(inclusive=False)
        return siblings.filter(slug=self._course_revision.content["slug"]).first()

    @cached_property
    def lacks_category(self) -> bool:
        category = self._course_revision.content.get("category")
        return not Category.objects.filter(pk=category).exists()

    @cached_property
    def moved_lessons(self) -> list[LessonPage]:
        """Lessons that are not of it, live or drafts, and have a slug it needs."""
        edited_rows = [row for row in self.lesson_rows if row.is_edited]
        holders = other_holders(self.course, wanted_slugs(row.revision_id for row in edited_rows))
        pages = {row.page.pk for row in self.lesson_rows if row.kind != Kind.REMOVED}
        return [page for page in holders if page.pk not in pages]

    @cached_property
    def missing(self) -> list[MissingReference]:
        """What is gone for good. Not the category, for which another is chosen."""
        titles = defaultdict(dict)  # by reference, the titles of pages in their order
        for row in self.rows:
            revision = self.edited_revisions[row.revision_id] if row.is_edited else None
            for reference in references_of(revision) if revision else ():
                if reference[0] is not Category:
                    titles[_key(reference)][row.title] = None
        return list(_missing(titles))

    @property
    def errors(self) -> list[Finding]:
        """Why it could not be published as it is, though it was once: fields alone. What blocks
        lack, such as a picture that is gone, keeps nothing from going live again."""
        course, *lessons = read_drafts(self)
        findings = [*course_errors(course)]
        for draft in lessons:
            findings += lesson_errors(draft)
        return [finding for finding in findings if finding.code != "block"]

    def pinnable_rows(self, *, by: AbstractBaseUser) -> list[Row]:
        """`rows`, the course with a revision of its own if anything of it is replaced."""
        if not self._replaced:
            return self.rows
        revision = self._replaced_revision(by)
        row = self.course_row
        kind = Kind.NEW if row.kind == Kind.NEW else Kind.CHANGED
        values = {"kind": kind, "revision_id": revision.pk, "revision_at": revision.created_at}
        return [Row(**{**vars(row), **values}), *self.lesson_rows]

    def _replaced_revision(self, by: AbstractBaseUser) -> Revision:
        old = self._course_revision
        # Older than every draft that is newer: Wagtail takes the latest for what is being written.
        created_at = old.created_at + timedelta(microseconds=1)
        return Revision.objects.create(
            content_type_id=old.content_type_id,
            base_content_type_id=old.base_content_type_id,
            object_id=old.object_id,
            object_str=old.object_str,
            user=by,
            created_at=created_at,
            content={**old.content, **self._replaced},
        )

    @cached_property
    def _course_revision(self) -> Revision:
        return self.release.items.get(page_id=self.course.pk).revision

    def _rows(self) -> Iterator[Row]:
        items = self.release.items.exclude(kind=Kind.REMOVED).select_related("revision")
        items_by_page = {item.page_id: item for item in items.defer("revision__content")}
        yield _row(self.course, items_by_page.pop(self.course.pk))
        for page in LessonPage.objects.below(self.course).defer_streamfields():
            if item := items_by_page.get(page.pk):
                yield _row(page, item)
            elif page.live:
                yield Row(page=page, kind=Kind.REMOVED, title=page.title)


def _row(page: CoursePage | LessonPage, item: CourseReleaseItem) -> Row:
    is_live = page.live and (item.revision_id is None or item.revision_id == page.live_revision_id)
    kind = Kind.UNCHANGED if is_live else Kind.CHANGED if page.live else Kind.NEW
    return Row(
        page=page,
        kind=kind,
        title=item.title,
        renamed_from=page.title if page.live and page.title != item.title else "",
        position=item.position,
        revision_id=item.revision_id,
        revision_at=item.revision and item.revision.created_at,
    )


def _key(reference: Reference) -> tuple[type[Model], str]:
    return reference[0], str(reference[1] or "")


def _missing(titles: dict[tuple[type[Model], str], dict]) -> Iterator[MissingReference]:
    """Two queries for each model that is referred to."""
    for model in dict.fromkeys(model for model, _pk in titles):
        keys = [pk for key_model, pk in titles if key_model is model and pk.isdigit()]
        existing = {
            str(pk) for pk in model._base_manager.filter(pk__in=keys).values_list("pk", flat=True)
        }
        missing_keys = [pk for pk in keys if pk not in existing]
        names = names_in_log(model, missing_keys) if missing_keys else {}
        for pk in missing_keys:
            yield MissingReference(
                str(model._meta.verbose_name), names.get(pk, ""), tuple(titles[model, pk])
            )
