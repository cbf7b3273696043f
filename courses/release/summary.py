"""A release in a few lines: what it changes, lesson by lesson, each with its address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Comment

from web.public_url import public_url
from web.text_direction import isolated

from ..models.release import CourseRelease, CourseReleaseItem

Kind = CourseReleaseItem.Kind


def editor_address(item: CourseReleaseItem) -> str:
    if item.page_id is None:
        return ""
    return admin_address("wagtailadmin_pages:edit", item.page_id)


def public_address(item: CourseReleaseItem) -> str:
    """Where learners read it; empty for what they no longer can."""
    if item.page is None or item.kind == Kind.REMOVED:
        return ""
    return public_url(item.page.get_url() or "")


def admin_address(name: str, *args) -> str:
    return public_url(reverse(name, args=args))


@dataclass(frozen=True)
class Line:
    """One page of the release, and what the reviewer wrote about it."""

    item: CourseReleaseItem
    url: str
    notes: list[str]

    @property
    def title(self) -> str:
        return isolated(self.item.title)

    @property
    def description(self) -> str:
        """Such as "changed, moved"; in the language of the moment."""
        item = self.item
        parts = [] if item.kind == Kind.UNCHANGED else [item.get_kind_display()]
        if item.moved:
            parts.append(_("moved"))
        if item.renamed_from:
            parts.append(_("renamed from “%(title)s”") % {"title": isolated(item.renamed_from)})
        return ", ".join(parts) or item.get_kind_display()

    @property
    def is_course(self) -> bool:
        return self.item.page_id == self.item.release.course_id


class Summary:
    """What letters say of `release`, with the open comments `reviewer` left since it came in."""

    def __init__(
        self,
        release: CourseRelease,
        *,
        reviewer: AbstractBaseUser | None,
        address: Callable[[CourseReleaseItem], str],
    ) -> None:
        self.release = release
        self._reviewer = reviewer
        self._address = address

    @cached_property
    def items(self) -> list[CourseReleaseItem]:
        """The course first, then lessons in order, then those that go."""
        items = self.release.items.select_related("page")
        for item in items:
            item.release = self.release
        return sorted(items, key=lambda item: item.page_id != self.release.course_id)

    @cached_property
    def title(self) -> str:
        """That of the course as it was submitted."""
        titles = (item.title for item in self.items if item.page_id == self.release.course_id)
        return isolated(next(titles, self.release.course.title))

    @cached_property
    def lines(self) -> list[Line]:
        """The pages that change, and those the reviewer wrote about."""
        return [
            Line(item, self._address(item), self._notes[item.page_id])
            for item in self.items
            if _is_touched(item) or self._notes[item.page_id]
        ]

    @property
    def unchanged(self) -> int:
        """How many lessons stay as they are."""
        lessons = (item for item in self.items if item.page_id != self.release.course_id)
        return sum(not _is_touched(item) for item in lessons)

    @property
    def submitter(self) -> str:
        return isolated(get_user_display_name(self.release.submitted_by))

    @property
    def reviewer(self) -> str:
        return isolated(get_user_display_name(self.release.reviewed_by))

    @property
    def review_url(self) -> str:
        return admin_address("courses_admin:review", self.release.course_id)

    @property
    def release_url(self) -> str:
        return admin_address("courses_admin:release", self.release.pk)

    @property
    def course_edit_url(self) -> str:
        return admin_address("wagtailadmin_pages:edit", self.release.course_id)

    @property
    def course_url(self) -> str:
        return public_url(self.release.course.get_url() or "")

    @property
    def preferences_url(self) -> str:
        return admin_address("wagtailadmin_account") + "#tab-notifications"

    @cached_property
    def _notes(self) -> dict[int, list[str]]:
        """By page. As Wagtail's comments, whether written at the review or in the editor."""
        notes = defaultdict(list)
        if self._reviewer:
            comments = Comment.objects.filter(
                page__in=[item.page_id for item in self.items if item.page_id],
                user=self._reviewer,
                created_at__gte=self.release.submitted_at,
                resolved_at=None,
            )
            for comment in comments.order_by("created_at", "pk"):
                notes[comment.page_id].append(comment.text)
        return notes


def _is_touched(item: CourseReleaseItem) -> bool:
    return item.kind != Kind.UNCHANGED or item.moved
