"""The curriculum in Wagtail's comparison of two versions of a course."""

from __future__ import annotations

from functools import cached_property

from django.template.loader import render_to_string
from wagtail.admin.compare import FieldComparison
from wagtail.models import Page

from .diff import OutlineDiff
from .structure import structure


class OutlineComparison(FieldComparison):
    """Lessons go by the title of their newest draft, unless `titles` say (before, after)."""

    @cached_property
    def titles(self) -> dict[int, tuple[str, str]]:
        keys = {pk for value in (self.val_a, self.val_b) for pk in structure(value).lessons}
        drafts = Page.objects.filter(pk__in=keys).values_list("pk", "draft_title")
        return {pk: (title, title) for pk, title in drafts}

    def has_changed(self) -> bool:
        """A lesson that is called otherwise is no change of the curriculum."""
        structures = structure(self.val_a), structure(self.val_b)
        lessons = {pk for version in structures for pk in version.lessons}
        return OutlineDiff(*structures, dict.fromkeys(lessons, ("", ""))).has_changed

    def htmldiff(self) -> str:
        outline = OutlineDiff(structure(self.val_a), structure(self.val_b), self.titles)
        return render_to_string("courses/admin/review/outline.html", {"outline": outline})
