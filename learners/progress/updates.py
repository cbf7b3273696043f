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
NOTES = 3
SHORT = 6


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
        return [each for each in self.releases if each.note.strip()][:NOTES]

    @property
    def is_short(self) -> bool:
        """Whether the list of lessons can stand open."""
        return len(self.new | self.changed) <= SHORT

    @property
    def unread(self) -> frozenset[int]:
        """Lessons to mark as new: one that was completed is new no more."""
        return self.new - self.done

    @property
    def title(self) -> str:
        """Such as "Updated: 2 new lessons, 1 changed"."""
        head = _("New since you finished") if self.is_finished else _("Updated")
        return f"{head}: {self._summary}" if self.new or self.changed or self.removed else head

    @property
    def _summary(self) -> str:
        lessons = {Kind.NEW: self.new, Kind.CHANGED: self.changed, Kind.REMOVED: self.removed}
        counts = [(kind, len(found)) for kind, found in lessons.items() if found]
        return ", ".join([_in_full(*counts[0]), *(_in_short(*each) for each in counts[1:])])


def _in_full(kind: Kind, n: int) -> str:
    words = {
        Kind.NEW: ngettext("%(n)s new lesson", "%(n)s new lessons", n),
        Kind.CHANGED: ngettext("%(n)s lesson changed", "%(n)s lessons changed", n),
        Kind.REMOVED: ngettext("%(n)s lesson removed", "%(n)s lessons removed", n),
    }
    return words[kind] % {"n": n}


def _in_short(kind: Kind, n: int) -> str:
    words = {Kind.CHANGED: _("%(n)s changed"), Kind.REMOVED: _("%(n)s removed")}
    return words[kind] % {"n": n}


def updates_in(course: CoursePage, learner: Learner) -> Updates | None:
    """What is new in `course`; None for those not enrolled. A query only where there is news."""
    enrollment = learner.enrollment_in(course)
    return updates_of([enrollment]).get(course.pk) if enrollment else None


def updates_of(enrollments: Iterable[Enrollment]) -> dict[int, Updates]:
    """What is new by course, for enrolments of one learner `with_news()`. At most one query."""
    told = {each.course_id: each for each in enrollments if each.news_from}
    if not told:
        return {}
    rows = groupby(_news_items(list(told.values())), key=attrgetter("release.course_id"))
    found = {pk: _sum_up(told[pk], list(items)) for pk, items in rows}
    return {pk: updates for pk, updates in found.items() if updates}


def dismiss(course: CoursePage, *, by: AbstractBaseUser, release: str) -> None:
    """Remember that `by` has read what is new up to the release of this number. Twice is fine.

    A newer release stays news: it may have come out while they read.
    """
    published = CourseRelease.objects.published().filter(course=course)
    seen = next((each for each in published if str(each.number) == release), None)
    if seen:
        own_enrollments = Enrollment.objects.of(by).active().filter(course=course)
        unread = own_enrollments.exclude(updates_seen_at__gte=seen.published_at)
        unread.update(updates_seen_at=seen.published_at)


def _news_items(enrollments: list[Enrollment]) -> QuerySet[CourseReleaseItem]:
    """What the releases with news did to each page, by course and release.

    Adds what the lesson was before them (`kind_before` and `revision_before`, None if nothing is
    known), whether learners have it now (`is_there`) and whether it `is_done`.
    """
    told = [Q(release__course=e.course_id, release__number__gte=e.news_from) for e in enrollments]
    before = [Q(release__course=e.course_id, release__number__lt=e.news_from) for e in enrollments]
    status = {"release__status": CourseRelease.Status.PUBLISHED}
    earlier = CourseReleaseItem.objects.filter(reduce(or_, before), **status, page=OuterRef("page"))
    last = earlier.order_by("-release__number")
    entries = live_curriculum(OuterRef("release__course")).filter(lesson=OuterRef("page"))
    done = LessonCompletion.objects.filter(
        enrollment__in=[each.pk for each in enrollments], lesson=OuterRef("page")
    )
    items = CourseReleaseItem.objects.filter(
        reduce(or_, told), **status, release__change=CourseRelease.Change.UPDATE
    )
    # The course itself stands for a release that touched no lesson.
    touched = items.filter(~Q(kind=Kind.UNCHANGED) | Q(page=F("release__course")))
    return (
        touched.select_related("release")
        .annotate(
            kind_before=Subquery(last.values("kind")[:1]),
            revision_before=Subquery(last.values("revision")[:1]),
            is_there=Exists(entries),
            is_done=Exists(done),
        )
        .order_by("release__course", "release__number", "pk")
    )


def _sum_up(enrollment: Enrollment, items: list[CourseReleaseItem]) -> Updates:
    releases = {item.release_id: item.release for item in items}
    lessons = [item for item in items if item.page_id != enrollment.course_id]
    first = {item.page_id: item for item in reversed(lessons)}
    last = {item.page_id: item for item in lessons}
    kinds = {pk: _net_kind(first[pk], item) for pk, item in last.items()}
    return Updates(
        releases=sorted(releases.values(), key=attrgetter("number"), reverse=True),
        new=frozenset(pk for pk, kind in kinds.items() if kind == Kind.NEW),
        changed=frozenset(pk for pk, kind in kinds.items() if kind == Kind.CHANGED),
        done=frozenset(pk for pk, item in last.items() if item.is_done),
        removed=[last[pk].title for pk, kind in kinds.items() if kind == Kind.REMOVED],
        is_finished=bool(enrollment.finished_at),
    )


def _net_kind(first: CourseReleaseItem, last: CourseReleaseItem) -> Kind:
    """What a lesson is to somebody who slept through the releases from `first` to `last`."""
    before = first.kind_before
    was_there = before != Kind.REMOVED if before else first.kind != Kind.NEW
    if not last.is_there:
        # If it went by a correction, learners are not told.
        return Kind.REMOVED if was_there and last.kind == Kind.REMOVED else Kind.UNCHANGED
    if not was_there:
        return Kind.NEW
    same = last.revision_before and last.revision_before == last.revision_id
    return Kind.UNCHANGED if same else Kind.CHANGED
