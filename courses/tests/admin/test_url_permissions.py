"""What Wagtail leaves open to everyone in its admin is asked for, too."""

import pytest
from django.urls import reverse
from wagtail.models import Collection, Task

from courses.models import Category, CoursePage, LessonPage
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release import admin_actions

from .admin_pages import admin_url, bulk, fresh
from .messages import said

pytestmark = pytest.mark.search

REFUSED = "Sorry, you do not have permission to access this area."


def is_refused(client, url: str, **form) -> bool:
    response = client.post(url, form, follow=True) if form else client.get(url, follow=True)
    return response.redirect_chain == [("/admin/", 302)] and REFUSED in " ".join(said(response))


def names(client, url: str) -> bool:
    return "zibeline" in client.get(url).content.decode().lower()


@pytest.fixture
def secret(index, editor) -> CoursePage:
    """Another team's course that nobody else knows of, with a lesson."""
    course = factories.course(index, live=False, title="Zibeline", slug="zibeline")
    LessonPage.objects.below(course).update(title="Zibeline one", draft_title="Zibeline one")
    return course


def test_explorer_opens_ones_own_courses(instructor_client, editor_client, draft_course, secret):
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results"):
        own, other = (reverse(name, args=[page.pk]) for page in (draft_course, secret))
        assert instructor_client.get(own).status_code == 200
        assert is_refused(instructor_client, other)
        assert names(editor_client, other)


def test_page_chooser_names_no_draft_of_another_team(instructor_client, editor_client, secret):
    lesson = LessonPage.objects.below(secret).first()
    above, below = (
        reverse("wagtailadmin_choose_page_child", args=[page.pk])
        for page in (secret.get_parent(), secret)
    )
    found = reverse("wagtailadmin_choose_page_search") + "?q=zibel"
    chosen = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={lesson.pk}"
    assert [names(editor_client, url) for url in (above, below, found, chosen)] == [True] * 4
    assert [names(instructor_client, url) for url in (above, found)] == [False] * 2
    assert [is_refused(instructor_client, url) for url in (below, chosen)] == [True] * 2


def test_page_chooser_offers_what_is_public_and_what_is_ones_own(
    instructor_client, draft_course, index
):
    public = factories.course(index, lessons=1)
    url = reverse("wagtailadmin_choose_page_child", args=[index.pk])
    html = instructor_client.get(url).content.decode()
    assert [course.title in html for course in (public, draft_course)] == [True, True]


def test_title_in_the_draft_of_a_public_page_is_not_offered(instructor_client, index):
    course = factories.course(index, lessons=1)
    admin_actions.edit(course.outline.lessons[0], title="Zibeline")
    url = reverse("wagtailadmin_choose_page_child", args=[course.pk])
    assert (instructor_client.get(url).status_code, names(instructor_client, url)) == (200, False)


def test_where_to_move_or_copy_is_told_of_ones_own_alone(instructor_client, draft_course, secret):
    lesson = LessonPage.objects.below(draft_course).first()
    confirm = admin_url("move_confirm", lesson.pk, secret.pk)
    assert is_refused(instructor_client, confirm)
    copy = {"new_title": "A", "new_slug": "a", "new_parent_page": secret.pk}
    assert is_refused(instructor_client, admin_url("copy", lesson.pk), **copy)
    response = bulk(instructor_client, "move", lesson, chooser=secret.pk)
    assert "Zibeline" not in response.content.decode()
    assert fresh(lesson).get_parent().pk == draft_course.pk


def test_several_at_once_names_none_that_one_may_not_edit(
    instructor_client, editor_client, draft_course, secret
):
    for action in ("delete", "publish", "unpublish", "move"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        url = f"{url}?id={secret.pk}&id={draft_course.pk}"
        html = instructor_client.get(url).content.decode()
        assert ("Zibeline" in html, draft_course.title in html) == (False, True)
        assert "Something that is not yours to edit" in html
        assert names(editor_client, url)


def test_steps_of_a_review_are_made_by_those_who_decide_on_them(instructor_client, editor_client):
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


def test_what_was_edited_last_is_no_business_of_other_teams(
    instructor_client, editor_client, secret
):
    secret.save_revision()
    url = reverse("wagtailadmin_reports:page_types_usage")
    assert is_refused(instructor_client, url)
    assert names(editor_client, url)


def test_all_lessons_in_one_list_are_ones_own(instructor_client, editor_client, secret):
    for model in ("lessonpage", "coursepage"):
        url = admin_url("type_use", "courses", model)
        assert (names(instructor_client, url), names(editor_client, url)) == (False, True)


def test_delete_by_its_method_goes_around_no_question(admin_client, secret):
    """Django's own view below Wagtail's would delete, or fail on what is protected."""
    collection = ensure_team(secret).collection
    category = Category.objects.first()
    urls = [
        reverse("wagtailadmin_collections:delete", args=[collection.pk]),
        reverse("wagtailsnippets_courses_category:delete", args=[category.pk]),
        admin_url("delete", secret.pk),
    ]
    assert [admin_client.delete(url).status_code for url in urls] == [405] * 3
    assert Collection.objects.filter(pk=collection.pk).exists()


def test_own_preferences_are_still_put(instructor_client):
    response = instructor_client.patch(
        reverse("wagtailadmin_dismissibles"), {"seen": True}, content_type="application/json"
    )
    assert response.status_code == 200


@pytest.mark.parametrize("action", ["revert_to_page_revision", "copy", "publish", "delete"])
def test_nobody_acts_on_pages_by_the_api(
    instructor_client, editor_client, admin_client, draft_course, action
):
    """It asks neither whether a page is locked nor whether it waits for a release."""
    first = draft_course.latest_revision_id
    fresh(draft_course).save_revision()
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    url = reverse("wagtailadmin_api:pages:action", args=[draft_course.pk, action])
    pages, newest = CoursePage.objects.count(), fresh(draft_course).latest_revision_id
    for client in (instructor_client, editor_client, admin_client):
        assert is_refused(client, url, revision_id=first, recursive="true")
    assert CoursePage.objects.count() == pages
    assert (fresh(draft_course).latest_revision_id, fresh(draft_course).live) == (newest, False)
