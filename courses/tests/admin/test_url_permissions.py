"""What Wagtail leaves open to everyone in its admin is asked for, too."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Task

from courses.models import Category, CoursePage, LessonPage
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import admin_url, bulk, reload
from .messages import message_texts

pytestmark = pytest.mark.search

REFUSED = "Sorry, you do not have permission to access this area."


def is_refused(client, url: str, **form) -> bool:
    response = client.post(url, form, follow=True) if form else client.get(url, follow=True)
    return response.redirect_chain == [("/admin/", 302)] and REFUSED in " ".join(
        message_texts(response)
    )


def shows_secret_course(client, url: str) -> bool:
    return "zibeline" in client.get(url).content.decode().lower()


@pytest.fixture
def secret_course(index, editor) -> CoursePage:
    """Another team's course that nobody else knows of, with a lesson."""
    course = factories.course(index, live=False, title="Zibeline", slug="zibeline")
    LessonPage.objects.below(course).update(title="Zibeline one", draft_title="Zibeline one")
    return course


def test_explorer_opens_own_courses_only(
    instructor_client, editor_client, draft_course, secret_course
):
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results"):
        own_url, other_url = (
            reverse(name, args=[page.pk]) for page in (draft_course, secret_course)
        )
        assert instructor_client.get(own_url).status_code == 200
        assert is_refused(instructor_client, other_url)
        assert shows_secret_course(editor_client, other_url)


def test_page_chooser_shows_no_draft_of_another_team(
    instructor_client, editor_client, secret_course
):
    lesson = LessonPage.objects.below(secret_course).first()
    parent_url, course_url = (
        reverse("wagtailadmin_choose_page_child", args=[page.pk])
        for page in (secret_course.get_parent(), secret_course)
    )
    search_url = reverse("wagtailadmin_choose_page_search") + "?q=zibel"
    chosen_url = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={lesson.pk}"
    assert [
        shows_secret_course(editor_client, url)
        for url in (parent_url, course_url, search_url, chosen_url)
    ] == [True] * 4
    assert [shows_secret_course(instructor_client, url) for url in (parent_url, search_url)] == [
        False
    ] * 2
    assert [is_refused(instructor_client, url) for url in (course_url, chosen_url)] == [True] * 2


def test_page_chooser_offers_public_and_own_courses(instructor_client, draft_course, index):
    public_course = factories.course(index, lessons=1)
    url = reverse("wagtailadmin_choose_page_child", args=[index.pk])
    html = instructor_client.get(url).content.decode()
    assert [course.title in html for course in (public_course, draft_course)] == [True, True]


def test_title_in_the_draft_of_a_public_page_is_not_offered(instructor_client, index):
    course = factories.course(index, lessons=1)
    admin_actions.edit_lesson(course.outline.lessons[0], title="Zibeline")
    url = reverse("wagtailadmin_choose_page_child", args=[course.pk])
    assert (
        instructor_client.get(url).status_code,
        shows_secret_course(instructor_client, url),
    ) == (200, False)


def test_move_and_copy_accept_own_courses_only(instructor_client, draft_course, secret_course):
    lesson = LessonPage.objects.below(draft_course).first()
    move_url = admin_url("move_confirm", lesson.pk, secret_course.pk)
    assert is_refused(instructor_client, move_url)
    copy_form = {"new_title": "A", "new_slug": "a", "new_parent_page": secret_course.pk}
    assert is_refused(instructor_client, admin_url("copy", lesson.pk), **copy_form)
    response = bulk(instructor_client, "move", lesson, chooser=secret_course.pk, follow=True)
    assert "Zibeline" not in response.content.decode()
    assert reload(lesson).get_parent().pk == draft_course.pk


def test_bulk_actions_show_editable_pages_only(
    instructor_client, editor_client, draft_course, secret_course
):
    for action in ("delete", "publish", "unpublish", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        url = f"{url}?id={secret_course.pk}&id={draft_course.pk}"
        html = instructor_client.get(url).content.decode()
        assert ("Zibeline" in html, draft_course.title in html) == (False, True)
        assert "Something that is not yours to edit" in html
        assert shows_secret_course(editor_client, url)


def test_workflow_tasks_are_opened_by_editors_only(instructor_client, editor_client):
    step = Task.objects.first()
    for name, *args in (
        ("task_chooser",),
        ("task_chooser_results",),
        ("task_chooser_create",),
        ("task_chosen", step.pk),
    ):
        url = reverse(f"wagtailadmin_workflows:{name}", args=args)
        assert is_refused(instructor_client, url), name
        assert editor_client.get(url).status_code == 200, name


def test_report_of_page_types_is_refused_to_instructors(
    instructor_client, editor_client, secret_course
):
    secret_course.save_revision()
    url = reverse("wagtailadmin_reports:page_types_usage")
    assert is_refused(instructor_client, url)
    assert shows_secret_course(editor_client, url)


def test_list_of_one_page_type_shows_own_pages_only(
    instructor_client, editor_client, secret_course
):
    for model in ("lessonpage", "coursepage"):
        url = admin_url("type_use", "courses", model)
        assert (
            shows_secret_course(instructor_client, url),
            shows_secret_course(editor_client, url),
        ) == (False, True)


def test_http_delete_is_not_allowed(admin_client, secret_course):
    """Django's own view below Wagtail's would delete, or fail on what is protected."""
    collection = ensure_team(secret_course).collection
    category = Category.objects.first()
    urls = [
        reverse("wagtailadmin_collections:delete", args=[collection.pk]),
        reverse("wagtailsnippets_courses_category:delete", args=[category.pk]),
        admin_url("delete", secret_course.pk),
    ]
    assert [admin_client.delete(url).status_code for url in urls] == [405] * 3
    assert Collection.objects.filter(pk=collection.pk).exists()


def test_own_preferences_can_still_be_saved(instructor_client):
    response = instructor_client.patch(
        reverse("wagtailadmin_dismissibles"), {"seen": True}, content_type="application/json"
    )
    assert response.status_code == 200


@pytest.mark.parametrize("action", ["revert_to_page_revision", "copy", "publish", "delete"])
def test_page_actions_of_the_api_are_refused(
    instructor_client, editor_client, admin_client, draft_course, action
):
    """It asks neither whether a page is locked nor whether it waits for a release."""
    first = draft_course.latest_revision_id
    reload(draft_course).save_revision()
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    url = reverse("wagtailadmin_api:pages:action", args=[draft_course.pk, action])
    pages, newest = CoursePage.objects.count(), reload(draft_course).latest_revision_id
    for client in (instructor_client, editor_client, admin_client):
        assert is_refused(client, url, revision_id=first, recursive="true")
    assert CoursePage.objects.count() == pages
    assert (reload(draft_course).latest_revision_id, reload(draft_course).live) == (newest, False)
