"""Fields of a page that Wagtail keeps and nobody enters."""

from __future__ import annotations

# Of the page as a whole, not of one version: Wagtail puts them back after reading a revision.
KEPT_RELATIONS = frozenset(
    ["content_type", "locale", "owner", "latest_revision", "live_revision", "locked_by", "alias_of"]
)
# And where it is in the tree. The database refuses a second page there as well.
KEPT_FIELDS = KEPT_RELATIONS | {"page_ptr", "path", "translation_key"}


class KeptFieldsMixin:
    """For pages: none of these fields is asked for at each save and each reading of a revision.

    That would be twenty queries of the fifty that publishing a lesson takes.
    """

    def full_clean(self, exclude=None, **options) -> None:
        super().full_clean(exclude={*(exclude or ()), *KEPT_FIELDS}, **options)

    def with_content_json(self, content: dict):
        own_content = {name: value for name, value in content.items() if name not in KEPT_RELATIONS}
        page = super().with_content_json(own_content)
        # A draft begun before the first release knows of no live revision. Wagtail would take a
        # live page for a new one, and offline until the hour it is scheduled for.
        page.live_revision_id = self.live_revision_id
        if parent := getattr(self, "_cached_parent_obj", None):
            page._cached_parent_obj = parent  # Wagtail's own name for a parent at hand
        return page
