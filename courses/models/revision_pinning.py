"""Revisions held by a release are never written over."""

from django.db import transaction
from wagtail.models import Page, Revision

from .release import CourseReleaseItem


def is_pinned(revision: Revision) -> bool:
    return CourseReleaseItem.objects.filter(revision=revision).exists()


class PinnedRevisionsMixin:
    """For pages: autosave writes over its own last revision, unless a release holds it."""

    @transaction.atomic
    def save_revision(self, *args, overwrite_revision: Revision | None = None, **options):
        if overwrite_revision:
            # Whoever approves now either waits for this save or is waited for by it.
            Page.objects.select_for_update().filter(pk=self.pk).first()
            if is_pinned(overwrite_revision):
                overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **options)
