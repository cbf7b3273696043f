"""The slug of a draft is compared with drafts: lessons of a course may exchange theirs."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Q


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
        holders = siblings.filter(Q(slug=slug) | Q(latest_revision__content__slug=slug))
        slugs = holders.values_list("live", "latest_revision__content__slug")
        return all(live and draft_slug not in (None, slug) for live, draft_slug in slugs)
