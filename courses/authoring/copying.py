"""What becomes of a course or lesson that is copied: a draft that leans on nothing it came from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.models import COMMENTS_RELATION_NAME

from ..catalogue.entries import refreshed_once
from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..teams.team import ensure_team, share_files
from .course_creation import available_slug, find_catalogue

PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
TARGET = re.compile(r'\bid="(\d+)"')


@transaction.atomic
def copy_course(course: CoursePage, title: str, *, by: AbstractBaseUser) -> CoursePage:
    """A draft called `title`, with copies of all lessons of `course` as they are drafted.

    Its team is `by` alone, and nobody is enrolled. Its files are those of `course`: both teams
    choose them. Raises `CourseRefusal`.
    """
    if not course.permissions_for_user(by).can_manage_team():
        raise CourseRefusal(_("You are not on the team of this course, so you cannot copy it."))
    index = find_catalogue(by)
    attributes = {"title": title, "draft_title": title, "slug": available_slug(title)}
    with refreshed_once():  # not once a lesson
        course_copy = course.copy(recursive=True, to=index, update_attrs=attributes, user=by)
    share_files(course, course_copy)
    return course_copy


@transaction.atomic
def finish_copy(
    copy: CoursePage, *, original: CoursePage, by: AbstractBaseUser | None
) -> CoursePage:
    """Make `copy`, which Wagtail made page by page from `original`, a course of its own.

    Its curriculum and its links lead to its own lessons, it has a team with `by` on it and a
    collection. Earlier drafts, which would lead back to `original`, are left behind.
    """
    original = type(original).objects.get(pk=original.pk)  # with what was drafted meanwhile
    lessons = LessonPage.objects.below(original).select_related("latest_revision")
    originals = {page.slug: page for page in lessons}
    copies = list(LessonPage.objects.below(copy))
    pages = {originals[page.slug].pk: page.pk for page in copies} | {original.pk: copy.pk}
    course = type(copy).objects.get(pk=copy.pk)
    _settle_page(course, _draft_of_copy(course, original, title=copy.title), pages, by)
    for page in copies:
        _settle_page(page, _draft_of_copy(page, originals[page.slug]), pages, by)
    ensure_team(copy, members=[by] if by else [])
    copy.refresh_from_db()
    return copy


def _draft_of_copy(
    page: CoursePage | LessonPage, original: CoursePage | LessonPage, **fields: object
) -> CoursePage | LessonPage:
    """The newest draft of `original`, as one of `page`, with rows of its own and no comments.

    Read from it once: Wagtail would copy every draft there ever was, and they are thrown away.
    """
    revision = original.latest_revision
    if revision is None:
        return page.get_latest_revision_as_object()
    content = {**revision.content, "pk": page.pk, "slug": page.slug, **fields}
    content |= {name: page.serializable_data()[name] for name in page.exclude_fields_in_copy}
    for relation in get_all_child_relations(page):
        name = relation.get_accessor_name()
        rows = [] if name == COMMENTS_RELATION_NAME else content.get(name, [])
        own = {"pk": None, relation.field.name: page.pk}
        content[name] = [{**row, **own} for row in rows]
    return page.with_content_json(content)


def _settle_page(
    page: CoursePage | LessonPage,
    draft: CoursePage | LessonPage,
    pages: dict[int, int],
    by: AbstractBaseUser | None,
) -> None:
    for version in (page, draft):
        version.go_live_at = version.expire_at = None
        _remap_links(version, pages)
    page.save(clean=False)
    revision = draft.save_revision(user=by, clean=False)
    page.revisions.exclude(pk=revision.pk).delete()


def _remap_links(page: CoursePage | LessonPage, pages: dict[int, int]) -> None:
    """Let what led to the originals among `pages` lead to their copies."""

    def remap(html: str) -> str:
        return PAGE_LINK.sub(lambda link: TARGET.sub(_copy_target(pages), link[0]), html)

    if hasattr(page, "curriculum"):
        page.curriculum = list(_copied_entries(page.curriculum.raw_data, pages))
        page.description = remap(page.description)
    else:
        field = page._meta.get_field("body")
        page.body = _rewrite_block(field.stream_block, list(page.body.raw_data), remap)


def _copy_target(pages: dict[int, int]) -> Callable[[re.Match], str]:
    return lambda target: f'id="{pages.get(int(target[1]), target[1])}"'


def _copied_entries(curriculum: list[dict], pages: dict[int, int]) -> Iterator[dict]:
    """The blocks of a curriculum without lessons that have not been copied."""
    for block in curriculum:
        if block["type"] != "lesson":
            yield block
        elif block["value"] in pages:
            yield {**block, "value": pages[block["value"]]}


def _rewrite_block(block: Block, raw, rewrite: Callable[[str], str]):
    """Stored data of `block` with every rich text in it rewritten."""
    if isinstance(block, RichTextBlock):
        return rewrite(raw)
    if isinstance(block, StreamBlock):
        kinds = block.child_blocks
        return [
            {**item, "value": _rewrite_block(kinds[item["type"]], item["value"], rewrite)}
            for item in raw
        ]
    if isinstance(block, TypedTableBlock) and raw:
        return {**raw, "rows": [_rewrite_row(block, raw, row, rewrite) for row in raw["rows"]]}
    if isinstance(block, StructBlock) and isinstance(raw, dict):
        kinds = block.child_blocks
        return {
            name: _rewrite_block(kinds[name], value, rewrite) if name in kinds else value
            for name, value in raw.items()
        }
    return raw


def _rewrite_row(block: TypedTableBlock, table: dict, row: dict, rewrite) -> dict:
    kinds = [block.child_blocks[column["type"]] for column in table["columns"]]
    cells = zip(kinds, row["values"], strict=True)
    return {**row, "values": [_rewrite_block(kind, cell, rewrite) for kind, cell in cells]}
