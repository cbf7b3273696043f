"""Errors: two lessons of a course that want one address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from ..changes import Changes, Kind
from .drafts import Draft
from .finding import Finding


def slug_errors(changes: Changes, lessons: Iterable[Draft]) -> Iterator[Finding]:
    """Drafts whose slug another lesson has afterwards.

    Two may exchange theirs, and one may take over what a lesson that goes had (`release.slugs`).
    """
    lessons = list(lessons)
    slugs = {page.pk: page.slug for page in changes.pages.values()}
    slugs |= {draft.page.pk: draft.page.slug for draft in lessons}
    titles = {page.pk: page.title for page in changes.pages.values()}
    titles |= {draft.page.pk: draft.row.title for draft in lessons}
    for row in changes.lesson_rows:
        if row.kind == Kind.REMOVED:
            del slugs[row.page.pk]
    holders_by_slug = defaultdict(list)
    for pk, slug in slugs.items():
        holders_by_slug[slug].append(pk)
    for draft in lessons:
        slug = draft.page.slug
        others = [titles[pk] for pk in holders_by_slug[slug] if pk != draft.page.pk]
        if others:
            message = _("Slug: “%(other)s” has “%(slug)s” as well. Choose another.")
            yield draft.error("slug-taken", message % {"other": others[0], "slug": slug}, "slug")
