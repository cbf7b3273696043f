"""Errors: two lessons of a course that want one address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ..changes import Changes
from .drafts import Draft
from .finding import Finding


def slug_errors(changes: Changes, lessons: Iterable[Draft]) -> Iterator[Finding]:
    """Drafts whose slug another lesson has now, or is about to get.

    Two drafts that swap slugs are refused too: pages are published one after the other.
    """
    lessons = list(lessons)
    titles_by_slug: dict[str, dict[int, str]] = defaultdict(dict)
    for page in changes.pages.values():
        titles_by_slug[page.slug][page.pk] = page.title
    for draft in lessons:
        titles_by_slug[draft.page.slug].setdefault(draft.page.pk, draft.row.title)
    for draft in lessons:
        slug = draft.page.slug
        other_titles = [title for pk, title in titles_by_slug[slug].items() if pk != draft.page.pk]
        if other_titles:
            message = _("Slug: “%(other)s” has “%(slug)s” as well. Choose another.")
            yield draft.error(
                "slug-taken", message % {"other": other_titles[0], "slug": slug}, "slug"
            )
