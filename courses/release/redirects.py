"""Old addresses lead on after a release.

Wagtail makes redirects page by page on commit, when a lesson's course has its new slug already: for
a course and lessons renamed together it misses the addresses that people know.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ..models import CoursePage
from .slugs import PARKED


def live_paths(course: CoursePage) -> dict[int, str]:
    """The `url_path` of each page of `course` that visitors can open, by primary key."""
    pages = Page.objects.filter(path__startswith=course.path).live()
    is_open = Page.objects.filter(pk=course.pk, live=True).exists()
    return dict(pages.values_list("pk", "url_path")) if is_open else {}


def redirect_on_commit(course: CoursePage, paths_before: dict[int, str]) -> None:
    """Let the addresses of `paths_before` lead to where those pages are once this is committed."""
    # Called last, so that it comes after what Wagtail does on commit.
    transaction.on_commit(partial(_redirect, course.pk, paths_before))


@transaction.atomic
def _redirect(course_id: int, paths_before: dict[int, str]) -> None:
    pages = Page.objects.filter(pk__in=paths_before).live()
    moved_pages = [page for page in pages if page.url_path != paths_before[page.pk]]
    redirects = [
        redirect
        for page in moved_pages
        if (redirect := _redirect_from(paths_before[page.pk], page))
    ]
    automatic = Redirect.objects.filter(automatically_created=True)
    automatic.filter(old_path__in=[redirect.old_path for redirect in redirects]).delete()
    automatic.filter(redirect_page__in=pages, old_path__contains=PARKED).delete()
    Redirect.objects.bulk_create(redirects, ignore_conflicts=True)


def _redirect_from(path: str, page: Page) -> Redirect | None:
    """None for a page below no site."""
    target, page.url_path = page.url_path, path
    parts = page.get_url_parts()
    page.url_path = target
    if parts is None or parts[2] is None:
        return None
    return Redirect(
        old_path=Redirect.normalise_path(parts[2]),
        site_id=parts[0],
        redirect_page=page,
        automatically_created=True,
    )
