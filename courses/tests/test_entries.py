"""Entries of the catalogue say what their courses say, whatever happens to those."""

from datetime import timedelta
from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from courses.catalogue.entries import rebuild, refreshed_once
from courses.models import (
    CatalogueEntry,
    CourseIndexPage,
    CourseInstructor,
    CoursePage,
    Instructor,
    LessonPage,
)
from courses.release.archiving import archive, reopen
from courses.release.scheduled_publishing import publish_due
from courses.teams.roles import EDITORS, setup_roles
from courses.tests import factories
from courses.tests.admin.admin_pages import bulk
from courses.tests.catalogue_truth import check_entries
from courses.tests.fixture_cache import cached_fixture

pytestmark = pytest.mark.both_databases


@pytest.fixture
@cached_fixture
def course(index) -> CoursePage:
    """Three lessons, a picture and a teacher."""
    course = factories.complete_course(index, lessons=3)
    course.taught_by.add(
        CourseInstructor(instructor=Instructor.objects.create(name="Ada", slug="ada"))
    )
    course.save_revision().publish()
    return CoursePage.objects.get(pk=course.pk)


def publish(page, **fields) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def restrict(page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def rearrange(course: CoursePage) -> None:
    lesson = course.outline.lessons[0]
    publish(course, curriculum=[("lesson", lesson)])


def move_lesson(course: CoursePage) -> None:
    other = factories.course(CourseIndexPage.objects.get())
    lesson = LessonPage.objects.get(pk=course.outline.lessons[0].pk)
    lesson.move(other, pos="last-child")


def expire(course: CoursePage) -> None:
    course.expire_at = timezone.now() - timedelta(hours=1)
    course.save()
    publish_due()


def archive_and_reopen(course: CoursePage) -> None:
    editor = factories.user("admin", is_superuser=True)
    archive(course, by=editor)
    check_entries()
    assert not CatalogueEntry.objects.get(pk=course.pk).is_public
    reopen(course, by=editor)


def bare(page: Page) -> Page:
    """As Wagtail's bulk actions and commands hold it."""
    return Page.objects.get(pk=page.pk)


def retitle(page: Page) -> None:
    page.title = "New"
    page.save()


def expire_by_wagtail(course: CoursePage) -> None:
    Page.objects.filter(pk=course.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def unpublish_in_bulk(course: CoursePage) -> None:
    setup_roles()
    editor = factories.user("editor")
    editor.groups.add(Group.objects.get(name=EDITORS))
    client = Client()
    client.force_login(editor)
    assert bulk(client, "unpublish", course).status_code == 302
    assert not CoursePage.objects.get(pk=course.pk).live


def first_lesson(course: CoursePage) -> LessonPage:
    return LessonPage.objects.get(pk=course.outline.lessons[0].pk)


# What changes a course, its lessons or who may see it, each past what the others do.
EVENTS = {
    "published": lambda course: publish(course, title="New", summary="New.", level="advanced"),
    "another category": lambda course: publish(course, category=factories.category("Milk")),
    "drafted": lambda course: course.save_revision(changed=True),
    "saved": lambda course: CoursePage.objects.get(pk=course.pk).save(),
    "unpublished": lambda course: course.unpublish(),
    "expired": expire,
    "archived and reopened": archive_and_reopen,
    "copied": lambda course: course.copy(update_attrs={"slug": "copy", "title": "Copy"}),
    "deleted": lambda course: course.delete(),
    "curriculum": rearrange,
    "lesson published": lambda course: publish(first_lesson(course), minutes=90, free_preview=True),
    "lesson drafted": lambda course: first_lesson(course).save_revision(changed=True),
    "lesson unpublished": lambda course: first_lesson(course).unpublish(),
    "lesson deleted": lambda course: first_lesson(course).delete(),
    "lessons deleted": lambda course: [lesson.delete() for lesson in course.outline.lessons],
    "lesson moved": move_lesson,
    "bare course unpublished": lambda course: bare(course).unpublish(),
    "bare courses unpublished": lambda course: Page.objects.filter(pk=course.pk).unpublish(),
    "bare course saved": lambda course: retitle(bare(course)),
    "bare lesson unpublished": lambda course: bare(first_lesson(course)).unpublish(),
    "bare lesson deleted": lambda course: bare(first_lesson(course)).delete(),
    "bare lessons deleted": lambda course: Page.objects.child_of(course).delete(),
    "expired by Wagtail's command": expire_by_wagtail,
    "unpublished in bulk": unpublish_in_bulk,
    "restricted": restrict,
    "index restricted": lambda course: restrict(course.get_parent()),
    "root restricted": lambda course: restrict(course.get_root()),
    "lesson restricted": lambda course: restrict(first_lesson(course)),
    "opened again": lambda course: restrict(course).delete(),
    "below another page": lambda course: course.get_parent().move(
        restrict(course.get_parent().get_siblings(inclusive=False).first()).page, "last-child"
    ),
    "teacher renamed": lambda course: [t.instructor.save() for t in renamed(course)],
    "taught by nobody": lambda course: publish(course, taught_by=[]),
    "picture deleted": lambda course: course.thumbnail.delete(),
    "index under another address": lambda course: publish(
        CourseIndexPage.objects.get(), slug="learn-here"
    ),
}


def renamed(course: CoursePage) -> list[CourseInstructor]:
    teachers = list(course.taught_by.select_related("instructor"))
    for teacher in teachers:
        teacher.instructor.name = "Ada Lovelace"
    return teachers


@pytest.mark.parametrize("event", EVENTS)
def test_entries_follow_their_courses(course, event):
    check_entries()
    EVENTS[event](course)
    check_entries()
    assert rebuild() == []


def test_a_draft_says_nothing_to_the_public(index):
    course = factories.course(index, live=False)
    check_entries()
    publish(CoursePage.objects.get(pk=course.pk))
    check_entries()


def test_address_is_never_an_old_one(client, course):
    publish(CourseIndexPage.objects.get(), slug="learn-here")
    [entry] = CatalogueEntry.objects.for_cards()
    assert entry.page.url == CoursePage.objects.get(pk=course.pk).url
    assert client.get(entry.page.url).status_code == 200


def publish_and_fail(course: CoursePage) -> None:
    with transaction.atomic(), refreshed_once():
        publish(course, title="Never")
        raise ZeroDivisionError


def test_changes_taken_back_leave_the_entry(course):
    with pytest.raises(ZeroDivisionError):
        publish_and_fail(course)
    check_entries()
    publish(CoursePage.objects.get(pk=course.pk), title="Once")  # nothing is postponed any more
    check_entries()


def test_rebuild_finds_what_was_written_past_the_site(course, index, caplog):
    other = factories.course(index)
    factories.course(index)
    CoursePage.objects.filter(pk=course.pk).update(summary="Changed by hand.")
    CatalogueEntry.objects.filter(pk=other.pk).delete()
    output = StringIO()
    call_command("rebuild_catalogue", stdout=output)
    assert output.getvalue() == f"{course.title}\n{other.title}\n2 entries were not up to date.\n"
    [record] = caplog.records
    assert f"{course.pk}, {other.pk}" in record.getMessage()
    check_entries()
    assert rebuild() == []


def test_migration_fills_entries_as_the_site_does(course, index):
    factories.course(index, live=False)
    restrict(factories.course(index, lessons=0))
    publish(first_lesson(course), free_preview=True)
    CatalogueEntry.objects.all().delete()
    for name in ("0011_fill_catalogue_entries", "0015_entries_behind_restrictions"):
        import_module(f"courses.migrations.{name}").fill(apps, None)
    profiles = import_module("courses.migrations.0020_fill_instructor_profiles")
    profiles.run(apps, None)
    check_entries()
    profiles.name_teachers(apps, None)
    assert "Ada" in [name for entry in CatalogueEntry.objects.all() for name in entry.teachers]
    profiles.run(apps, None)
    check_entries()
