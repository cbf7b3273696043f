"""Slugs from titles: whatever may be typed as a title can be saved."""

from __future__ import annotations

import re
from collections.abc import Container
from itertools import chain, count

from django.db.models import Model
from django.utils.text import slugify

from .visible_text import validate_visible

LONGEST_SLUG = 200  # leaves room for the number that keeps it apart from others


def slug_base(title: str, *, otherwise: str, most: int = LONGEST_SLUG) -> str:
    """The slug of `title`; `otherwise` where none of its letters can stand in one."""
    return slugify(title, allow_unicode=True)[:most].strip("-_") or otherwise


def free_slug(base: str, taken: Container[str]) -> str:
    """`base`, with the first number that keeps it apart from those `taken`."""
    candidates = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in candidates if slug not in taken)


class SlugFromTitleMixin:
    """For a form of the admin with a slug that follows the title, by script, until somebody writes
    one: such a slug gives way where it is empty, taken or too long. One that was written does not.
    """

    title_field = "title"

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "slug" not in self.fields or self.title_field not in self.fields:
            return
        self.fields["slug"].required = False
        self.fields[self.title_field].validators.append(validate_visible)
        if self.is_bound:
            slug = self._sent("slug")
            if self._follows_title(slug):
                self.data = self.data.copy()
                self.data[self.add_prefix("slug")] = self._free_slug(slug)

    def taken_slugs(self, base: str) -> Container[str]:
        """Those that begin with `base` and belong to others."""
        others = self._others().filter(slug__startswith=base)
        return set(others.values_list("slug", flat=True))

    def _others(self):
        return type(self.instance)._default_manager.exclude(pk=self.instance.pk)

    def _follows_title(self, slug: str) -> bool:
        """A slug that is there already stays, whatever the title is, and so does an address."""
        is_live = getattr(self.instance, "live", False) and self.instance.pk
        if slug and (is_live or slug == self._slug_now()):
            return False
        return slug in ("", slugify(self._sent(self.title_field), allow_unicode=True))

    def _free_slug(self, slug: str) -> str:
        most = (self.fields["slug"].max_length or LONGEST_SLUG) - 10
        noun = slugify(_noun(self.instance), allow_unicode=True)
        title = self._sent(self.title_field)
        base = slug_base(title, otherwise=noun, most=min(most, LONGEST_SLUG))
        now = self._slug_now()
        # An editor that saves by itself sends the title's slug again and again.
        if re.fullmatch(rf"{re.escape(base)}(-\d+)?", now):
            return now
        taken = self.taken_slugs(base)
        is_whole = slug and len(slug) <= most and slug not in taken
        return slug if is_whole else free_slug(base, taken)

    def _slug_now(self) -> str:
        return self.instance.slug if self.instance.pk else ""

    def _sent(self, name: str) -> str:
        return (self.data.get(self.add_prefix(name)) or "").strip()


def _noun(instance: Model) -> str:
    return str(instance._meta.verbose_name)
