"""What instructors and editors do, through the pages of the admin they do it on.

With `follow=True` they look at the page they are led to: ask for it where a test reads it.
"""

from contextlib import contextmanager

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.signals import page_published

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes


def submit(client: Client, course: CoursePage, **fields) -> HttpResponse:
    url = reverse("courses_admin:submit", args=[course.pk])
    return client.post(url, {"comment": "", "note": "", "change": "update", **fields})


def approve(client: Client, course: CoursePage, **fields) -> HttpResponse:
    """Approve what the review screen shows now, unless `fingerprint` is given."""
    return decide(client, course, "approve", **fields)


def schedule(client: Client, course: CoursePage, **fields) -> HttpResponse:
    return decide(client, course, "schedule", **fields)


def request_changes(client: Client, course: CoursePage, **fields) -> HttpResponse:
    return decide(client, course, "reject", **{"comment": "Not yet.", **fields})


def decide(
    client: Client, course: CoursePage, action: str, *, follow: bool = False, **fields
) -> HttpResponse:
    """Press the button of that value."""
    url = reverse("courses_admin:review", args=[course.pk])
    fingerprint = Changes(course).fingerprint
    data = {
        "action": action,
        "fingerprint": fingerprint,
        "comment": "",
        "note": "",
        "change": "update",
    }
    return client.post(url, {**data, **fields}, follow=follow)


def edit_lesson(lesson: LessonPage, by=None, **fields) -> None:
    """A new draft of `lesson`."""
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=by, clean=False)


def arrange_curriculum(course: CoursePage, *entries) -> None:
    """A new draft of the curriculum: lessons, and titles of sections."""
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.curriculum = [
        ("section", {"title": entry, "summary": ""})
        if isinstance(entry, str)
        else ("lesson", entry)
        for entry in entries
    ]
    draft.save_revision(clean=False)


def titles(course: CoursePage) -> list[str]:
    """What learners see, in order."""
    return [lesson.title for lesson in CoursePage.objects.get(pk=course.pk).outline.lessons]


@contextmanager
def publishing_fails_at(page: Page, error: type[BaseException] = OSError):
    """Publishing `page` raises, as a full disk or a lost connection would."""

    def crash(*, instance, **signal):
        if instance.pk == page.pk:
            raise error("No space left on device")

    page_published.connect(crash)
    try:
        yield
    finally:
        page_published.disconnect(crash)


@contextmanager
def publishing_fails_while_titled(title: str):
    """Publishing a page of that title raises, as content would that only mending helps."""

    def crash(*, instance, **signal):
        if instance.title == title:
            raise ValueError("This cannot be published")

    page_published.connect(crash)
    try:
        yield
    finally:
        page_published.disconnect(crash)
