"""What is posted where an empty form would be turned away before anybody asks who posts it."""

from __future__ import annotations

from collections.abc import Callable

from courses.models import CoursePage, LessonPage
from courses.tests.admin.admin_pages import page_form
from courses.tests.forms import lesson_form

from .site_fixture import House

WATCHED = {"second": 1, "watched_to": 1, "at": 1}
FORMS: dict[str, Callable[[House], dict]] = {
    "/admin/pages/add/courses/lessonpage/{course}/": lambda house: lesson_form(
        LessonPage(title="New", slug="new")
    ),
    "/admin/pages/{course}/edit/": lambda house: page_form(_page(house, CoursePage, "course")),
    "/admin/pages/{lesson}/edit/": lambda house: page_form(_page(house, LessonPage, "lesson")),
    "/admin/pages/{draft}/edit/": lambda house: page_form(_page(house, LessonPage, "draft")),
    "/admin/pages/{course}/copy/": lambda house: _copy(house),
    "/admin/choose-external-link/": lambda house: {
        "external-link-chooser-url": "https://example.org/"
    },
    "/contact/": lambda house: {
        **{"name": "Ann", "email": "ann@example.com", "subject": "Hello", "message": "Hello."}
    },
    "/admin/pages/{reviewed}/edit/": lambda house: page_form(_page(house, CoursePage, "reviewed")),
    "/admin/pages/{course}/revisions/{revision}/revert/": lambda house: page_form(
        _page(house, CoursePage, "course")
    ),
    "/learn/lessons/{lesson}/videos/{video}/watched/": lambda house: WATCHED,
    "/learn/lessons/{lesson}/videos/{another[video]}/watched/": lambda house: WATCHED,
    "/media/uploads/": lambda house: {
        **{"filename": "a.mp4", "size": 1000, "collection": house.this["collection"]}
    },
}


def form_for(path: str, house: House) -> dict:
    return FORMS.get(path, lambda house: {})(house)


def _page(house: House, model, name: str):
    return model.objects.get(pk=house.this[name])


def _copy(house: House) -> dict:
    parent = house.this["catalogue"]
    return {"new_title": "Copied", "new_slug": "copied", "new_parent_page": parent}
