"""A release of many lessons is published by the worker; a page that can be left shows how far."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.signals import page_published

from courses.models import CourseRelease
from courses.tests.release import admin_actions
from courses.tests.release.conftest import run_command

from .admin_pages import reload

__all__ = ["run_command"]
WORKER = "this release has many lessons, so the site's worker publishes it"


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch):
    monkeypatch.setattr("courses.release.large_releases.LARGE", 2)


@pytest.fixture
def run_worker(run_command, clock):
    """A few seconds later."""

    def run_worker() -> None:
        clock(timedelta(seconds=30))
        run_command()

    return run_worker


@pytest.fixture
def edited_course(published_course, instructor_client):
    """Three of its lessons have other titles, and an editor looks at it."""
    for lesson in published_course.outline.lessons:
        admin_actions.edit_lesson(lesson, title=f"New {lesson.pk}")
    admin_actions.submit(instructor_client, published_course)
    return published_course


def text(response) -> str:
    return " ".join(response.content.decode().split()).lower()


def progress_url(release: CourseRelease) -> str:
    return reverse("courses_admin:progress", args=[release.pk])


def test_approval_of_many_lessons_waits_for_the_worker(edited_course, editor_client, run_worker):
    before = admin_actions.titles(edited_course)
    response = admin_actions.approve(editor_client, edited_course, follow=True)
    release = edited_course.releases.open().get()
    assert response.redirect_chain[-1][0] == progress_url(release)
    assert WORKER in text(response)
    assert admin_actions.titles(edited_course) == before

    run_worker()
    assert "is live now, with all its lessons" in text(editor_client.get(progress_url(release)))
    assert all(title.startswith("New ") for title in admin_actions.titles(edited_course))
    assert not reload(edited_course).has_unpublished_changes


def test_few_lessons_are_published_at_once(published_course, instructor_client, editor_client):
    admin_actions.edit_lesson(published_course.outline.lessons[0], title="New")
    admin_actions.submit(instructor_client, published_course)
    admin_actions.approve(editor_client, published_course)
    assert not published_course.releases.open().exists()


def test_page_shows_how_many_lessons_are_done(edited_course, editor_client, run_worker):
    pages = []

    def look(**signal):
        pages.append(text(editor_client.get(progress_url(release))))

    admin_actions.approve(editor_client, edited_course)
    release = edited_course.releases.open().get()
    page_published.connect(look)
    try:
        run_worker()
    finally:
        page_published.disconnect(look)
    shown = [number for number in range(3) if any(f"{number} of 3 lessons" in p for p in pages)]
    assert shown == [0, 1, 2]


def test_failure_is_told_on_the_page(edited_course, editor_client, run_worker):
    admin_actions.approve(editor_client, edited_course)
    release = edited_course.releases.open().get()
    before = admin_actions.titles(edited_course)
    with admin_actions.publishing_fails_at(edited_course.outline.lessons[1].page_ptr):
        run_worker()
    page = text(editor_client.get(progress_url(release)))
    assert "it could not be published, so nothing was" in page
    assert admin_actions.titles(edited_course) == before


def test_worker_that_does_not_begin_is_named(edited_course, editor_client):
    admin_actions.approve(editor_client, edited_course)
    release = edited_course.releases.open().get()
    past = timezone.now() - timedelta(minutes=4)
    CourseRelease.objects.filter(pk=release.pk).update(go_live_at=past)
    cache.clear()
    assert "worker has not begun or does not go on" in text(
        editor_client.get(progress_url(release))
    )


def test_restore_of_many_lessons_waits_for_the_worker(
    edited_course, editor, editor_client, run_worker
):
    old_titles = admin_actions.titles(edited_course)
    admin_actions.approve(editor_client, edited_course)
    run_worker()
    first = edited_course.releases.get(number=1)
    url = reverse("courses_admin:restore", args=[first.pk])
    response = editor_client.post(url, {"note": ""}, follow=True)
    assert WORKER in text(response)
    run_worker()
    assert admin_actions.titles(edited_course) == old_titles
    assert edited_course.releases.get(number=3).restored_from == first


def test_release_in_review_is_not_being_published(edited_course, editor_client):
    release = edited_course.releases.open().get()
    assert "this release is not being published now" in text(
        editor_client.get(progress_url(release))
    )
