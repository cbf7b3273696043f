"""What lists tell of a course, without the course."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page

from media.models import renditions_through
from media.rendition_queue import CARD, expand

from .choices import Level
from .view_restrictions import admitted

CARD_PICTURE = expand(CARD)
PUBLIC = Q(is_public=True)
# Live for those whom its restrictions admit, or archived.
RESTRICTED = Q(is_public=False, live=True)
# What of a course and of a lesson shows in an entry, or in what is searched of the course.
OF_A_COURSE = {
    *("live", "archived_at", "title", "summary", "category", "thumbnail", "level", "language"),
    *("curriculum", "taught_by", "first_published_at", "last_published_at"),
    *("description", "outcomes", "requirements", "tags"),
}
OF_A_LESSON = {"live", "title", "minutes", "free_preview"}


class CatalogueEntryQuerySet(models.QuerySet):
    def public(self) -> CatalogueEntryQuerySet:
        """Of courses anyone may find: live, not archived, and under no view restriction."""
        return self.filter(PUBLIC)

    def admitting(self, admissions: Collection[str]) -> CatalogueEntryQuerySet:
        """Of public courses, and of those whose `restrictions` are among `admissions`."""
        if not admissions:
            return self.public()
        is_admitted = Q(archived_at=None, restrictions__in=[*admissions])
        return self.filter(PUBLIC | (RESTRICTED & is_admitted))

    def for_user(self, user: AbstractBaseUser | AnonymousUser) -> CatalogueEntryQuerySet:
        """Of courses `user` may open and lists may name. For pages: `audience.entries_for()`."""
        return self.admitting(admitted(user, self.restrictions()))

    def restrictions(self) -> list[str]:
        """All `restrictions` that live courses are under."""
        values = self.filter(RESTRICTED).order_by().values_list("restrictions", flat=True)
        return sorted(filter(None, values.distinct()))

    def below(self, path: str) -> CatalogueEntryQuerySet:
        """Of courses at the tree's `path` or below it."""
        return self.filter(course__path__startswith=path)

    def for_cards(self) -> CatalogueEntryQuerySet:
        """All that a course card shows, in two queries."""
        return (
            self.with_addresses()
            .select_related("category", "thumbnail")
            .prefetch_related(*card_pictures())
        )

    def with_addresses(self) -> CatalogueEntryQuerySet:
        """Adds `url_path`. It is not copied: whatever is above a course may change it. Nor joined,
        or SQLite begins with the pages and sorts them all."""
        page = Page.objects.filter(pk=OuterRef("pk")).order_by()
        return self.annotate(url_path=Subquery(page.values("url_path")))


def card_pictures() -> list[models.Prefetch]:
    return renditions_through("thumbnail", *CARD_PICTURE)


class CatalogueEntry(models.Model):
    """A course as the catalogue, search and other lists show it, for SQL to filter, count and sort.

    A projection of the saved course and its live lessons, written by `catalogue.entries` alone and
    never edited. Every course has one, live or not; its key is the course's.
    """

    course = models.OneToOneField(
        "courses.CoursePage",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="catalogue_entry",
    )
    is_public = models.BooleanField(default=False)
    # Keys of the view restrictions on the course and above it, in their order, commas between.
    restrictions = models.TextField(blank=True, default="")
    live = models.BooleanField(default=False)
    archived_at = models.DateTimeField(null=True)
    title = models.CharField(max_length=255, blank=True)
    summary = models.TextField(blank=True)
    # The course holds on to its category and lets its picture go, this only follows.
    category = models.ForeignKey(
        "courses.Category", null=True, on_delete=models.SET_NULL, related_name="catalogue_entries"
    )
    thumbnail = models.ForeignKey(
        "media.CustomImage", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    level = models.CharField(max_length=20, choices=Level.choices, default=Level.BEGINNER)
    language = models.CharField(max_length=20, default="en")
    # A name and the slug of a page each, in the order of the course; no slug: no page.
    teachers = models.JSONField(default=list)
    # Over the live curriculum.
    minutes = models.PositiveIntegerField(default=0)
    lesson_count = models.PositiveIntegerField(default=0)
    free_lesson_count = models.PositiveIntegerField(default=0)
    first_published_at = models.DateTimeField(null=True)
    last_published_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        # Of public courses, or of others: SQLite does not look for a bare boolean in an index.
        indexes = [
            # All that is counted, so that counting reads no row.
            models.Index(
                fields=["category", "level", "language", "minutes", "lesson_count"],
                condition=PUBLIC,
                name="catalogue_counts",
            ),
            models.Index(
                fields=["-first_published_at", "-course"], condition=PUBLIC, name="catalogue_newest"
            ),
            models.Index(
                fields=["-last_published_at", "-course"], condition=PUBLIC, name="catalogue_updated"
            ),
            models.Index(fields=["title", "course"], condition=PUBLIC, name="catalogue_titles"),
            # What else there is of a category, newest first.
            models.Index(
                fields=["category", "-first_published_at"],
                condition=PUBLIC,
                name="catalogue_category",
            ),
            models.Index(
                fields=["restrictions"], condition=RESTRICTED, name="catalogue_restricted"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def page(self) -> Page:
        """The course as far as its address goes. Needs `with_addresses()`."""
        return Page(pk=self.pk, url_path=self.url_path)
