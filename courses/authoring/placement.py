"""The verbs that place lessons in the draft curriculum of their course."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.admin.models import EditingSession
from wagtail.admin.utils import get_user_display_name
from wagtail.blocks import StreamValue
from wagtail.models import get_default_page_content_type

from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..models.locks import reason
from ..release.pinned_revisions import lock_course

Entry = dict  # a stored block: its type, value and id
EMPTY_LESSON = {"type": "lesson", "value": None}


@transaction.atomic
def append_to_curriculum(course: CoursePage, lesson: LessonPage, *, by: AbstractBaseUser) -> None:
    """Put `lesson` last in the draft curriculum, unless it stands there already.

    Raises `CourseRefusal` while the course is being reviewed or somebody else has it open in the
    editor, who would find a newer draft than their own: the lesson then is "not placed yet".
    """
    draft = _draft(course, by)
    if lesson.pk in _lessons(draft):
        return
    _check_nothing_is_open(course)
    if colleague := _other_editor(course, by):
        raise CourseRefusal(
            _("%(name)s has this course open in the editor, so its curriculum is left alone.")
            % {"name": get_user_display_name(colleague)}
        )
    _rearrange(draft, [*_entries(draft), lesson_entry(lesson)], by)


@transaction.atomic
def insert_after(
    course: CoursePage, entry: Entry, after: str = "", *, by: AbstractBaseUser
) -> None:
    """Put `entry` into the draft curriculum after the one that `after` names.

    That is the id of a stored entry, or the primary key of a lesson, as text; what names none is
    the end. A lesson takes the place of an entry where none was chosen yet. Raises `CourseRefusal`
    while a release is open, and as `move_in_curriculum`.
    """
    draft = _draft(course, by)
    _check_nothing_is_open(course)
    _check_nobody_else_is_changing(course, by)
    entries = _entries(draft)
    index = _index_named(entries, after)
    is_empty = index < len(entries) and EMPTY_LESSON.items() <= entries[index].items()
    start = index if is_empty and entry["type"] == "lesson" else index + 1
    _rearrange(draft, [*entries[:start], entry, *entries[index + 1 :]], by)


def title_of_entry(course: CoursePage, name: str) -> str:
    """What the entry that `name` names is called in the draft (see `insert_after`); "" for none."""
    entries = _entries(course.get_latest_revision_as_object())
    entry = next(iter(entries[_index_named(entries, name) :]), None)
    if entry is None or entry["type"] == "section":
        return entry["value"]["title"] if entry else ""
    lessons = LessonPage.objects.below(course).filter(pk=entry["value"])
    return lessons.values_list("draft_title", flat=True).first() or ""


@transaction.atomic
def move_in_curriculum(
    course: CoursePage, lesson: LessonPage, position: int, *, by: AbstractBaseUser
) -> None:
    """Let `lesson` be entry `position` of the draft curriculum: sections count too, from 0.

    One that was not placed yet is placed; a position past the end is the end. Raises
    `CourseRefusal` while the course is locked or somebody else has changes of it that are not
    saved.
    """
    draft = _draft(course, by)
    if not LessonPage.objects.below(course).filter(pk=lesson.pk).exists():
        raise CourseRefusal(_("This lesson does not belong to this course."))
    _check_nobody_else_is_changing(course, by)
    entries = _entries(draft)
    visible_entries = list(shown_entries(course, entries))
    entry = next((entry for entry in visible_entries if _is_entry_of(entry, lesson)), None)
    other_entries = [other for other in visible_entries if other is not entry]
    new_entries = [other for other in entries if other is not entry]
    index = _index_of(new_entries, other_entries, max(position, 0))
    new_entries.insert(index, entry or lesson_entry(lesson))
    if new_entries != entries:
        _rearrange(draft, new_entries, by)


@transaction.atomic
def move_beside(
    course: CoursePage, lesson: LessonPage, place: int | None, *, by: AbstractBaseUser
) -> None:
    """Let `lesson` be number `place` among the lessons of the draft, from 0; None is the last.

    It settles in the section of the lesson whose place it takes. Raises `CourseRefusal`.
    """
    visible_entries = list(shown_entries(course, _entries(_draft(course, by))))
    lesson_ids = [entry["value"] for entry in visible_entries if entry["type"] == "lesson"]
    if place is None or not 0 <= place < len(lesson_ids):
        return move_in_curriculum(course, lesson, len(visible_entries), by=by)
    other_entries = [entry for entry in visible_entries if not _is_entry_of(entry, lesson)]
    target = lesson_ids[place]
    if target != lesson.pk:
        moves_down = lesson.pk in lesson_ids[:place]
        position = next(
            index for index, entry in enumerate(other_entries) if entry["value"] == target
        )
        move_in_curriculum(course, lesson, position + moves_down, by=by)


def shown_entries(course: CoursePage, entries: list[Entry]) -> Iterator[Entry]:
    """Sections, and each lesson of the course once: what people see of a stored curriculum."""
    lesson_ids = set(LessonPage.objects.below(course).values_list("pk", flat=True))
    for entry in entries:
        if entry["type"] == "section":
            yield entry
        elif entry["value"] in lesson_ids:
            lesson_ids.remove(entry["value"])
            yield entry


def _draft(course: CoursePage, by: AbstractBaseUser) -> CoursePage:
    """The newest draft, held until the transaction ends.

    Raises `CourseRefusal` if `by` may not edit.
    """
    lock_course(course)
    course = CoursePage.objects.get(pk=course.pk)
    tester = course.permissions_for_user(by)
    if not tester.can_edit():
        raise CourseRefusal(_("You are not on the team of this course, so you cannot change it."))
    if not tester.can_reorder_children():
        raise CourseRefusal(reason(course.get_lock(), by))
    return course.get_latest_revision_as_object()


def _check_nothing_is_open(course: CoursePage) -> None:
    if release := course.releases.open().first():
        raise CourseRefusal(
            _("This course is in review, so nothing is added to its curriculum now.")
            if release.is_in_review
            else _("A release of this course is scheduled, so nothing is added to it now.")
        )


def _check_nobody_else_is_changing(course: CoursePage, by: AbstractBaseUser) -> None:
    if colleague := _other_editor(course, by, unsaved=True):
        raise CourseRefusal(
            _("%(name)s is changing this course right now. Try again when they have saved.")
            % {"name": get_user_display_name(colleague)}
        )


def _other_editor(
    course: CoursePage, by: AbstractBaseUser, *, unsaved: bool = False
) -> AbstractBaseUser | None:
    """Somebody else who has `course` open in the editor; with `unsaved`, and is changing it."""
    sessions = EditingSession.objects.available().filter(
        content_type=get_default_page_content_type(), object_id=str(course.pk)
    )
    if unsaved:
        sessions = sessions.filter(is_editing=True)
    session = sessions.exclude(user=by).select_related("user").first()
    return session and session.user


def _entries(course: CoursePage) -> list[Entry]:
    return list(course.curriculum.get_prep_value())


def _lessons(course: CoursePage) -> set[int]:
    return {entry["value"] for entry in _entries(course) if entry["type"] == "lesson"}


def lesson_entry(lesson: LessonPage) -> Entry:
    return {"type": "lesson", "value": lesson.pk, "id": str(uuid4())}


def section_entry(title: str, summary: str = "") -> Entry:
    return {"type": "section", "value": {"title": title, "summary": summary}, "id": str(uuid4())}


def _is_entry_of(entry: Entry, lesson: LessonPage) -> bool:
    return entry["type"] == "lesson" and entry["value"] == lesson.pk


def _index_named(entries: list[Entry], name: str) -> int:
    """The index of the entry that `name` names (see `insert_after`); past the end if none."""
    names = ({entry.get("id"), str(entry["value"])} for entry in entries)
    return next((index for index, known in enumerate(names) if name in known), len(entries))


def _index_of(entries: list[Entry], visible_entries: list[Entry], position: int) -> int:
    """Where in `entries` number `position` of `visible_entries` stands; the end if there is none.

    By identity: nothing keeps two stored blocks from being equal.
    """
    if position < len(visible_entries):
        return next(
            index for index, entry in enumerate(entries) if entry is visible_entries[position]
        )
    return len(entries)


def _rearrange(draft: CoursePage, entries: list[Entry], by: AbstractBaseUser) -> None:
    draft.curriculum = StreamValue(draft.curriculum.stream_block, entries, is_lazy=True)
    draft.save_revision(user=by, clean=False, log_action=True)
