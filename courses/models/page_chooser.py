"""Which pages one may link to or place: what visitors can find, and what one edits oneself."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..curriculum.models import CurriculumEntry


def choosable(pages: QuerySet[Page], user: AbstractBaseUser) -> QuerySet[Page]:
    """Those of `pages` that a chooser may name to `user`."""
    own_pages = PagePermissionPolicy().explorable_instances(user)
    return pages.filter(Q(pk__in=own_pages.values("pk")) | Q(pk__in=_public().values("pk")))


def only_choosable(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """For the hook `construct_page_chooser_queryset`."""
    return choosable(pages, request.user)


def _public() -> QuerySet[Page]:
    """A chooser shows titles as they are in the draft: a page is left out while it gets another."""
    entries = CurriculumEntry.objects.filter(course__live=True)
    is_open = Q(lessonpage=None) | Q(pk__in=entries.values("lesson"))
    return Page.objects.live().public().filter(is_open, draft_title=F("title"))
