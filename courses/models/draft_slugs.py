"""The slug of a draft is compared with drafts: lessons of a course may exchange theirs."""

from __future__ import annotations

from itertools import chain

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from wagtail.models import Page

# As text: SQLite would make a number of a slug of digits.
DRAFT_SLUG = KeyTextTransform("slug", "latest_revision__content")


def slugs_of(pages: QuerySet[Page]) -> set[str]:
    """Those of `pages`, as they are live and as they are drafted."""
    return set(filter(None, chain.from_iterable(pages.values_list("slug", DRAFT_SLUG))))


class DraftSlugMixin:
    """For lessons. Wagtail compares the slug of a draft with what its siblings have live."""

    def clean(self) -> None:
        try:
            super().clean()
        except ValidationError as error:
            if set(error.error_dict) != {"slug"} or not self.is_given_up(self.slug):
                raise

    def is_given_up(self, slug: str) -> bool:
        """Whether whoever has `slug` among the siblings is live and has another in the newest
        draft. Only the draft of a live lesson may have it then: its row stays as it is until the
        course is released, and the release exchanges both (`courses.release.slugs`)."""
        if not (self.pk and self.live):
            return False
        siblings = type(self).objects.sibling_of(self, inclusive=False)
        rows = siblings.values_list("slug", "live", DRAFT_SLUG)
        holders = [(live, draft) for row, live, draft in rows if slug in (row, draft)]
        return all(live and draft not in (None, slug) for live, draft in holders)
