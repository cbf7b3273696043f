"""What is new for a learner: the releases since they enrolled, finished, or said "got it"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import groupby
from operator import attrgetter, or_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import CoursePage, CourseRelease, CourseReleaseItem

from ..models import Enrollment, LessonCompletion
from ..models.querysets import live_curriculum

if TYPE_CHECKING:
    from ..learner import Learner

Kind = CourseReleaseItem.Kind
MAX_NOTES = 3
MAX_OPEN_LESSONS = 6


@dataclass(frozen=True)
class Updates:
    """The sum of all releases that are news: what differs now from what the learner knew.

    `new`, `changed` and `done` hold primary keys of lessons that are in the live curriculum;
    `removed` holds titles; `releases` the newest first.
    """

    releases: list[CourseRelease]
    new: frozenset[int]
    changed: frozenset[int]
    done: frozenset[int]
    removed: list[str]
    is_finished: bool

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.removed or self.notes)

    @property
    def newest(self) -> CourseRelease:
        return self.releases[0]

    @property
    def notes(self) -> list[CourseRelease]:
        """The newest releases that say something to learners."""
        return [release for release in self.releases if release.note.strip()][:MAX_NOTES]

    @property
    def is_short(self) -> bool:
        """Whether the list of lessons can stand open."""
        return len(self.new | self.changed) <= MAX_OPEN_LESSONS

    @property
    def unread(self) -> frozenset[int]:
        """Lessons to mark as new: one that was completed is new no more."""
        return self.new - self.done

    @property
    def title(self) -> str:
        """Such as "Updated: 2 new lessons, 1 changed"."""
        heading = _("New since you finished") if self.is_finished else _("Updated")
        return (
            f"{heading}: {self._summary}" if self.new or self.changed or self.removed else heading
        )

    @property
    def _summary(self) -> str:
        lessons = {Kind.NEW: self.new, Kind.CHANGED: self.changed, Kind.REMOVED: self.removed}
        counts = [(kind, len(lesson_ids)) for kind, lesson_ids in lessons.items() if lesson_ids]
        return ", ".join(
            [_full_phrase(*counts[0]), *(_short_phrase(*count) for count in counts[1:])]
        )


def _full_phrase(kind: Kind, n: int) -> str:
    phrases = {
        Kind.NEW: ngettext("%(n)s new lesson", "%(n)s new lessons", n),
        Kind.CHANGED: ngettext("%(n)s lesson changed", "%(n)s lessons changed", n),
        Kind.REMOVED: ngettext("%(n)s lesson removed", "%(n)s lessons removed", n),
    }
    return phrases[kind] % {"n": n}


def _short_phrase(kind: Kind, n: int) -> str:
    phrases = {Kind.CHANGED: _("%(n)s changed"), Kind.REMOVED: _("%(n)s removed")}
    return phrases[kind] % {"n": n}


def updates_in(course: CoursePage, learner: Learner) -> Updates | None:
    """What is new in `course`; None for those not enrolled. A query only where there is news."""
    enrollment = learner.enrollment_in(course)
    return updates_of([enrollment]).get(course.pk) if enrollment else None


def updates_of(enrollments: Iterable[Enrollment]) -> dict[int, Updates]:
    """What is new by course, for enrolments of one learner `with_news()`. At most one query."""
    enrollments_by_course = {
        enrollment.course_id: enrollment for enrollment in enrollments if enrollment.news_from
    }
    if not enrollments_by_course:
        return {}
    groups = groupby(
        _news_items(list(enrollments_by_course.values())), key=attrgetter("release.course_id")
    )
    updates_by_course = {
        pk: _sum_up(enrollments_by_course[pk], list(items)) for pk, items in groups
    }
    return {pk: updates for pk, updates in updates_by_course.items() if updates}


def dismiss(course: CoursePage, *, by: AbstractBaseUser, release: str) -> None:
    """Remember that `by` has read what is new up to the release of this number. Twice is fine.

    A newer release stays news: it may have come out while they read.
    """
    releases = CourseRelease.objects.published().filter(course=course)
    dismissed_release = next((item for item in releases if str(item.number) == release), None)
    if dismissed_release:
        enrollments = Enrollment.objects.of(by).active().filter(course=course)
        unread_enrollments = enrollments.exclude(
            updates_seen_at__gte=dismissed_release.published_at
        )
        unread_enrollments.update(updates_seen_at=dismissed_release.published_at)


def _news_items(enrollments: list[Enrollment]) -> QuerySet[CourseReleaseItem]:
    """What the releases with news did to each page, by course and release.

    Adds what the lesson was before them (`kind_before` and `revision_before`, None if nothing is
    known), whether learners have it now (`is_live`) and whether it `is_done`.
    """
    news_filters = [
        Q(release__course=enrollment.course_id, release__number__gte=enrollment.news_from)
        for enrollment in enrollments
    ]
    earlier_filters = [
        Q(release__course=enrollment.course_id, release__number__lt=enrollment.news_from)
        for enrollment in enrollments
    ]
    status = {"release__status": CourseRelease.Status.PUBLISHED}
    earlier_items = CourseReleaseItem.objects.filter(
        reduce(or_, earlier_filters), **status, page=OuterRef("page")
    )
    last_items = earlier_items.order_by("-release__number")
    entries = live_curriculum(OuterRef("release__course")).filter(lesson=OuterRef("page"))
    completions = LessonCompletion.objects.filter(
        enrollment__in=[enrollment.pk for enrollment in enrollments], lesson=OuterRef("page")
    )
    items = CourseReleaseItem.objects.filter(
        reduce(or_, news_filters), **status, release__change=CourseRelease.Change.UPDATE
    )
    # The course itself stands for a release that touched no lesson.
    touched_items = items.filter(~Q(kind=Kind.UNCHANGED) | Q(page=F("release__course")))
    return (
        touched_items.select_related("release")
        .annotate(
            kind_before=Subquery(last_items.values("kind")[:1]),
            revision_before=Subquery(last_items.values("revision")[:1]),
            is_live=Exists(entries),
            is_done=Exists(completions),
        )
        .order_by("release__course", "release__number", "pk")
    )


def _sum_up(enrollment: Enrollment, items: list[CourseReleaseItem]) -> Updates:
    releases = {item.release_id: item.release for item in items}
    lesson_items = [item for item in items if item.page_id != enrollment.course_id]
    first_items = {item.page_id: item for item in reversed(lesson_items)}
    last_items = {item.page_id: item for item in lesson_items}
    kinds = {pk: _net_kind(first_items[pk], item) for pk, item in last_items.items()}
    return Updates(
        releases=sorted(releases.values(), key=attrgetter("number"), reverse=True),
        new=frozenset(pk for pk, kind in kinds.items() if kind == Kind.NEW),
        changed=frozenset(pk for pk, kind in kinds.items() if kind == Kind.CHANGED),
        done=frozenset(pk for pk, item in last_items.items() if item.is_done),
        removed=[last_items[pk].title for pk, kind in kinds.items() if kind == Kind.REMOVED],
        is_finished=bool(enrollment.finished_at),
    )


def _net_kind(first: CourseReleaseItem, last: CourseReleaseItem) -> Kind:
    """What a lesson is to somebody who slept through the releases from `first` to `last`."""
    kind_before = first.kind_before
    existed_before = kind_before != Kind.REMOVED if kind_before else first.kind != Kind.NEW
    if not last.is_live:
        # If it went by a correction, learners are not told.
        return Kind.REMOVED if existed_before and last.kind == Kind.REMOVED else Kind.UNCHANGED
    if not existed_before:
        return Kind.NEW
    is_same = last.revision_before and last.revision_before == last.revision_id
    return Kind.UNCHANGED if is_same else Kind.CHANGED
