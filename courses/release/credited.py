"""Whom a release credits: what is told of them goes live with it, so it is part of what was seen.

As with files (`files.py`): it is in the fingerprint, and who may not publish leaves it alone while
a release that credits them is decided on or can be restored (`courses.instructors.profiles`).
"""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Revision

from ..models.instructor import CourseInstructor, Instructor
from ..models.release import CourseRelease

STATE = ("pk", *Instructor.PROFILE_FIELDS, "picture__file", "picture__file_hash")


def credited_ids(content: dict) -> list[int]:
    """In a course's revision; none in that of a lesson."""
    return [teacher["instructor"] for teacher in content.get("taught_by") or []]


def profile_states(revisions: Iterable[Revision]) -> list[str]:
    """What is told now of those they credit, in a fixed order. One query, or none."""
    if not (keys := _credited_by(revisions)):
        return []
    rows = Instructor.objects.filter(pk__in=keys).order_by("pk").values_list(*STATE)
    return [repr(row) for row in rows]


def lock_profiles(revisions: Iterable[Revision]) -> None:
    """Keep what is told of those they credit as it is until the transaction ends."""
    if keys := _credited_by(revisions):
        rows = Instructor.objects.filter(pk__in=keys).order_by("pk").select_for_update()
        list(rows.values_list("pk"))


def newly_credited(course_id: int, draft: Iterable[CourseInstructor]) -> list[Instructor]:
    """Those of the `draft` that the live edition of the course does not credit, in its order."""
    draft_ids = [teacher.instructor_id for teacher in draft]
    if not draft_ids:
        return []
    live = CourseInstructor.objects.filter(course=course_id, course__live=True)
    instructors = Instructor.objects.exclude(pk__in=live.values("instructor"))
    found = instructors.select_related("picture").in_bulk(draft_ids)
    return [found[pk] for pk in draft_ids if pk in found]


def pin_credits(release: CourseRelease, revision_id: int | None) -> None:
    """Hold what is told of those that the course's revision credits. Locks their rows, so that
    nobody writes what she began before."""
    revision = Revision.objects.filter(pk=revision_id).only("content").first()
    keys = credited_ids(revision.content) if revision else []
    instructors = Instructor.objects.filter(pk__in=keys).order_by("pk").select_for_update()
    release.credited.set(instructors if keys else [])


def _credited_by(revisions: Iterable[Revision]) -> set[int]:
    return {pk for revision in revisions for pk in credited_ids(revision.content)}
