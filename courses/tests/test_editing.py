"""Instructors and editors in the Wagtail admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from courses.tests.forms import course_form, lesson_form

BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def person(name: str, group: str):
    user = factories.user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
@cached_fixture
def roles(db):
    setup_roles()


@pytest.fixture
def instructor_client(roles, course):
    user = person("instructor", INSTRUCTORS)
    ensure_team(course, members=[user])
    return client_of(user)


@pytest.fixture
def editor_client(roles):
    return client_of(person("editor", EDITORS))


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_team_opens_its_course_and_lessons_in_the_editor(instructor_client, course, lessons):
    for page in (course, *lessons):
        assert instructor_client.get(edit_url(page)).status_code == 200


def test_instructor_of_another_course_is_redirected(roles, course):
    other_client = client_of(person("stranger", INSTRUCTORS))
    assert other_client.get(edit_url(course)).status_code == 302
    assert other_client.post(edit_url(course), course_form(course, title="Mine")).status_code == 302
    assert CoursePage.objects.get().get_latest_revision_as_object().title == course.title


def test_lesson_saved_by_an_instructor_is_a_draft_and_not_public(instructor_client, lessons):
    lesson = lessons[0]
    response = instructor_client.post(edit_url(lesson), lesson_form(lesson, title="New title"))
    lesson.refresh_from_db()
    assert response.status_code == 302
    assert (lesson.title, lesson.has_unpublished_changes) == (lessons[0].title, True)
    assert lesson.get_latest_revision_as_object().title == "New title"


@pytest.mark.parametrize("build", [course_form, lesson_form])
def test_instructor_cannot_publish(instructor_client, course, lessons, build):
    page = course if build is course_form else lessons[0]
    data = build(page, title="Sneaked in") | {"action-publish": "action-publish"}
    instructor_client.post(edit_url(page), data)
    assert Page.objects.get(pk=page.pk).title == page.title


def test_instructor_cannot_publish_unpublish_or_delete_by_other_views(
    instructor_client, course, lessons
):
    lesson = lessons[0]
    for name, args in [
        ("wagtailadmin_pages:unpublish", [course.pk]),
        ("wagtailadmin_pages:unpublish", [lesson.pk]),
        ("wagtailadmin_pages:delete", [lesson.pk]),
    ]:
        instructor_client.post(reverse(name, args=args))
    for action in ("publish", "unpublish", "delete"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        instructor_client.post(f"{url}?id={lesson.pk}", {"include_descendants": "on"})
    assert list(LessonPage.objects.live()) == lessons
    assert list(CoursePage.objects.live()) == [course]


def test_editor_cannot_publish_a_single_lesson(editor_client, lessons):
    lesson = lessons[0]
    data = lesson_form(lesson, title="New title") | {"action-publish": "action-publish"}
    editor_client.post(edit_url(lesson), data)
    lesson.refresh_from_db()
    assert lesson.title != "New title"
    assert lesson.get_latest_revision_as_object().title == "New title"


def test_published_curriculum_is_projected_and_a_draft_one_is_not(course, lessons):
    course.curriculum = [("lesson", lessons[2]), ("lesson", lessons[0])]
    revision = course.save_revision()
    assert [entry.lesson_id for entry in course.entries.all()] == [lesson.pk for lesson in lessons]
    revision.publish()
    assert [entry.lesson_id for entry in course.entries.all()] == [lessons[2].pk, lessons[0].pk]


def test_curriculum_entries_have_no_duplicates_and_no_foreign_lessons(index, course):
    own_lesson, foreign_lesson = (
        course.outline.lessons[0],
        factories.course(index).outline.lessons[0],
    )
    course.curriculum = [("lesson", own_lesson), ("lesson", own_lesson), ("lesson", foreign_lesson)]
    course.save_revision().publish()
    assert [entry.lesson_id for entry in course.entries.all()] == [own_lesson.pk]


def test_preview_of_a_draft_shows_lessons_that_are_not_live(editor_client, index):
    draft = factories.course(index, lessons=2, live=False)
    url = reverse("wagtailadmin_pages:view_draft", args=[draft.pk])
    html = editor_client.get(url).content.decode()
    assert [lesson.title in html for lesson in draft.get_children()] == [True, True]


def test_team_and_collection_are_made_once(course):
    first, second = ensure_team(course), ensure_team(course)
    assert first == second
    assert ensure_team(course).collection == ensure_team(course).collection


def test_setup_roles_twice_changes_nothing(roles):
    def snapshot():
        return {
            group.name: sorted(map(str, group.permissions.all()))
            + sorted(map(str, group.page_permissions.values_list("page", "permission")))
            + sorted(map(str, group.collection_permissions.values_list("permission")))
            for group in Group.objects.all()
        }

    before = snapshot()
    setup_roles()
    assert snapshot() == before


def test_copied_lesson_has_no_import_source(course, lessons):
    lesson = lessons[0]
    lesson.source_path, lesson.import_digest = "lessons/one.md", "d" * 64
    lesson.save()
    copy = lesson.copy(update_attrs={"slug": "copy"})
    assert (copy.source_path, copy.import_digest) == ("", "")
