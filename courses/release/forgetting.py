"""What may be deleted with a page: submissions that never went live."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from wagtail.models import Page

from ..models.release import CourseRelease, CourseReleaseItem


def forget_submissions(page: Page) -> None:
    """Let go of `page` and the pages below it in closed submissions, which keep their titles.

    A course takes its submissions with it. Releases that are open or were live hold on to their
    pages: the database refuses to delete those.
    """
    kept = CourseRelease.objects.kept()
    closed = CourseRelease.objects.exclude(pk__in=kept.values("pk"))
    closed.filter(course__path__startswith=page.path).delete()
    items = CourseReleaseItem.objects.filter(page__path__startswith=page.path)
    items.filter(Exists(closed.filter(pk=OuterRef("release")))).update(page=None, revision=None)
