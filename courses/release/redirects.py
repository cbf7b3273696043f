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
    # Called last, so that it comes after what Wagtail does on commit. By then the course is live:
    # whatever goes wrong here must not look as if it were not.
    transaction.on_commit(partial(_redirect, course.path, paths_before), robust=True)


@transaction.atomic
def _redirect(course_path: str, paths_before: dict[int, str]) -> None:
    pages = Page.objects.filter(pk__in=paths_before).live()
    moved_pages = [page for page in pages if page.url_path != paths_before[page.pk]]
    redirects = [
        redirect
        for page in moved_pages
        if (redirect := _redirect_from(paths_before[page.pk], page))
    ]
    automatic = Redirect.objects.filter(automatically_created=True)
    for site_id in {redirect.site_id for redirect in redirects}:
        paths = [redirect.old_path for redirect in redirects if redirect.site_id == site_id]
        automatic.filter(site_id=site_id, old_path__in=paths).delete()
    of_course = automatic.filter(redirect_page__path__startswith=course_path)
    of_course.filter(old_path__contains=PARKED).delete()
    Redirect.objects.bulk_create(redirects, ignore_conflicts=True)


def _redirect_from(path: str, page: Page) -> Redirect | None:
    """None for a page below no site."""
    target, page.url_path = page.url_path, path
    parts = page.get_url_parts()
    page.url_path = target
    if parts is None or parts[2] is None:
        return None
    old_path = Redirect.normalise_path(parts[2])
    if len(old_path) > Redirect._meta.get_field("old_path").max_length:
        return None
    return Redirect(
        old_path=old_path,
        site_id=parts[0],
        redirect_page=page,
        automatically_created=True,
    )
