"""Beginning a course in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.authoring.course_creation import create_course
from courses.models import CoursePage, CourseTeam
from courses.models.exceptions import CourseRefusal
from courses.teams.team import team_of
from courses.tests import factories

from .conftest import client_of
from .messages import message_texts

NEW = "/admin/courses/new/"


def post_course(client: Client, title: str, **fields):
    return client.post(NEW, {"title": title, "language": "en", **fields})


def newest_course() -> CoursePage:
    return CoursePage.objects.order_by("-pk").first()


def test_new_course_is_a_draft_of_its_author_with_team_and_collection(
    instructor_client, instructor
):
    category = factories.category()
    response = post_course(instructor_client, "Knots", language="de", category=category.pk)
    course = newest_course()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert (course.title, course.slug, course.live) == ("Knots", "knots", False)
    assert (course.owner, course.language, course.category) == (instructor, "de", category)
    assert list(team_of(course)) == [instructor]
    assert course.team.collection.name == "Knots"
    assert course.revisions.count() == 1


def test_author_can_open_the_editor_of_the_new_course(instructor_client):
    response = post_course(instructor_client, "Knots")
    assert instructor_client.get(response.url).status_code == 200


def test_courses_with_one_title_get_different_slugs(instructor_client):
    for _ in range(3):
        post_course(instructor_client, "Knots")
    slugs = CoursePage.objects.filter(title="Knots").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["knots", "knots-2", "knots-3"]


def test_second_course_with_a_title_shows_a_warning(instructor_client):
    post_course(instructor_client, "Knots")
    response = instructor_client.post(NEW, {"title": "Knots", "language": "en"}, follow=True)
    expected = "There is another course of this title. This one has the address knots-2."
    assert message_texts(response)[-1] == expected


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("!!!", "course"),
        ("Category", "category-2"),
        ("Über Knoten", "über-knoten"),
        ("x" * 255, "x" * 200),
    ],
)
def test_any_title_gets_a_slug(instructor_client, title, slug):
    post_course(instructor_client, title)
    assert newest_course().slug == slug


def test_course_slug_does_not_hide_category_pages(instructor_client, client, course):
    post_course(instructor_client, "Category")
    url = f"/courses/category/{course.category.slug}/"
    assert client.get(url).status_code == 200


def test_invalid_form_keeps_the_input(instructor_client):
    before = CoursePage.objects.count()
    response = post_course(instructor_client, "Knots and <b>bends</b>", language="xx")
    assert (response.status_code, CoursePage.objects.count()) == (200, before)
    assert "Knots and &lt;b&gt;bends&lt;/b&gt;" in response.content.decode()


def test_opening_the_form_creates_no_course(instructor_client):
    before = Page.objects.count()
    assert instructor_client.get(NEW).status_code == 200
    assert Page.objects.count() == before


def test_editors_create_courses_too(editor_client, editor):
    post_course(editor_client, "Knots")
    assert list(team_of(newest_course())) == [editor]


def test_account_without_permission_creates_no_course(home):
    moderator = factories.user("moderator")
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client = client_of(moderator)
    assert client.get(NEW).status_code == post_course(client, "Knots").status_code == 302
    assert not CoursePage.objects.filter(title="Knots").exists()
    with pytest.raises(CourseRefusal):
        create_course("Knots", by=moderator)


def test_student_is_shown_no_form(student_client):
    assert student_client.get(NEW).status_code != 200


def test_form_says_beside_it_what_is_refused_and_keeps_what_was_typed(
    instructor_client, draft_course, index
):
    index.delete()
    response = post_course(
        instructor_client, "Knots", language="de", category=draft_course.category_id
    )
    assert message_texts(response) == []
    form, html = response.context["form"], response.content.decode()
    refusal = "There is no course catalogue yet. Ask an administrator to add one."
    assert form.non_field_errors() == [refusal]
    assert html.count(refusal) == 1
    values = [form[name].value() for name in ("title", "language", "category")]
    assert values == ["Knots", "de", str(draft_course.category_id)]
    assert 'value="Knots"' in html


def test_no_course_is_created_when_its_team_fails(instructor, monkeypatch):
    """All of it in one transaction."""
    monkeypatch.setattr("courses.authoring.course_creation.ensure_team", lambda *_, **__: 1 / 0)
    before = (CoursePage.objects.count(), CourseTeam.objects.count())
    with pytest.raises(ZeroDivisionError):
        create_course("Knots", by=instructor)
    assert (CoursePage.objects.count(), CourseTeam.objects.count()) == before


def test_menu_links_to_a_new_course(instructor_client, editor_client):
    for client in (instructor_client, editor_client):
        assert NEW in client.get(reverse("wagtailadmin_home")).content.decode()


def test_catalogue_has_a_button_for_a_new_course(editor_client, index, home):
    def has_button(page: Page) -> bool:
        url = reverse("wagtailadmin_explore", args=[page.pk])
        html = editor_client.get(url).content.decode()
        return f'href="{NEW}"' in html

    assert (has_button(index), has_button(home)) == (True, False)
