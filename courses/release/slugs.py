"""Slugs that lessons of a release exchange, take over or give up: all at once, whatever the order.

Wagtail publishes page by page, and refuses a slug as long as a sibling has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, CourseReleaseItem

Kind = CourseReleaseItem.Kind
PARKED = "moves-in-this-release"  # what a slug is meanwhile, before the page's key


def free_slugs(release: CourseRelease) -> None:
    """Make way for the slugs that lessons are about to get, in the transaction that publishes them.

    A lesson of the release that gives up its slug is parked until its turn. One that nobody sees
    afterwards, taken out or a mere draft, gets another for good. Raises `CourseRefusal` if a lesson
    that stays as it is has one.
    """
    items = release.items.filter(kind__in=[Kind.NEW, Kind.CHANGED])
    lessons = items.exclude(page_id=release.course_id)
    wanted = wanted_slugs(lessons.values_list("revision_id", flat=True))
    for page in other_holders(release.course, wanted):
        if page.pk in wanted:
            _set_slug(page, f"{PARKED}-{page.pk}")
        elif page.live:
            raise CourseRefusal(
                _("“%(title)s” has the address “%(slug)s”, and another lesson wants it.")
                % {"title": page.title, "slug": page.slug}
            )
        else:
            give_another_slug(page, taken=set(wanted.values()))


def wanted_slugs(revision_ids: Iterable[int]) -> dict[int, str]:
    """By lesson, the slug it gets when these revisions are published."""
    revisions = Revision.objects.filter(pk__in=list(revision_ids))
    # As text: SQLite would make a number of a slug of digits.
    slugs = revisions.values_list("object_id", KeyTextTransform("slug", "content"))
    return {int(page_id): slug for page_id, slug in slugs}


def other_holders(course: CoursePage, wanted: dict[int, str]) -> list[LessonPage]:
    """The lessons of `course` that have a slug now which another is about to get."""
    takers = {slug: page_id for page_id, slug in wanted.items()}
    lessons = LessonPage.objects.below(course).defer_streamfields().filter(slug__in=takers)
    return [page for page in lessons if takers[page.slug] != page.pk]


def give_another_slug(page: LessonPage, *, taken: set[str]) -> None:
    """A free one, in its draft as well if that would ask for one that is taken."""
    siblings = page.get_siblings(inclusive=False).values_list("slug", flat=True)
    taken = {*siblings, *taken}
    slug = next_free_slug(page.slug, taken=taken)
    _set_slug(page, slug)
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    if draft.slug in taken:
        draft.slug = slug
        draft.save_revision(clean=False, changed=False)


def next_free_slug(slug: str, *, taken: set[str]) -> str:
    candidates = (f"{slug[:240]}-{number}" for number in count(2))
    return next(candidate for candidate in candidates if candidate not in taken)


def _set_slug(page: Page, slug: str) -> None:
    # Not by `save()`: Wagtail would make redirects for an address that nobody had.
    parent_path = page.url_path.rstrip("/").rpartition("/")[0]
    page.slug, page.url_path = slug, f"{parent_path}/{slug}/"
    Page.objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
