"""What is posted where an empty form would be turned away before anybody asks who posts it."""

from __future__ import annotations

from collections.abc import Callable

from courses.models import CoursePage, LessonPage
from courses.tests.admin.admin_pages import page_form
from courses.tests.forms import lesson_form

from .site_fixture import SiteFixture

WATCH_DATA = {"second": 1, "watched_to": 1, "at": 1}
FORMS: dict[str, Callable[[SiteFixture], dict]] = {
    "/admin/pages/add/courses/lessonpage/{course}/": lambda site: lesson_form(
        LessonPage(title="New", slug="new")
    ),
    "/admin/pages/{course}/edit/": lambda site: page_form(_page(site, CoursePage, "course")),
    "/admin/pages/{lesson}/edit/": lambda site: page_form(_page(site, LessonPage, "lesson")),
    "/admin/pages/{draft}/edit/": lambda site: page_form(_page(site, LessonPage, "draft")),
    "/admin/pages/{course}/copy/": lambda site: _copy(site),
    "/admin/choose-external-link/": lambda site: {
        "external-link-chooser-url": "https://example.org/"
    },
    "/contact/": lambda site: {
        **{"name": "Ann", "email": "ann@example.com", "subject": "Hello", "message": "Hello."}
    },
    "/admin/pages/{reviewed}/edit/": lambda site: page_form(_page(site, CoursePage, "reviewed")),
    "/admin/pages/{course}/revisions/{revision}/revert/": lambda site: page_form(
        _page(site, CoursePage, "course")
    ),
    "/learn/lessons/{lesson}/videos/{video}/watched/": lambda site: WATCH_DATA,
    "/learn/lessons/{lesson}/videos/{another[video]}/watched/": lambda site: WATCH_DATA,
    "/media/uploads/": lambda site: {
        **{"filename": "a.mp4", "size": 1000, "collection": site.values["collection"]}
    },
}


def form_for(path: str, site: SiteFixture) -> dict:
    return FORMS.get(path, lambda site: {})(site)


def _page(site: SiteFixture, model, name: str):
    return model.objects.get(pk=site.values[name])


def _copy(site: SiteFixture) -> dict:
    parent = site.values["catalogue"]
    return {"new_title": "Copied", "new_slug": "copied", "new_parent_page": parent}
