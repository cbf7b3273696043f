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
from .messages import said

NEW = "/admin/courses/new/"


def begin(client: Client, title: str, **fields):
    return client.post(NEW, {"title": title, "language": "en", **fields})


def newest() -> CoursePage:
    return CoursePage.objects.order_by("-pk").first()


def test_new_course_is_a_draft_of_its_author_with_team_and_collection(
    instructor_client, instructor
):
    category = factories.category()
    response = begin(instructor_client, "Knots", language="de", category=category.pk)
    course = newest()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[course.pk])
    assert (course.title, course.slug, course.live) == ("Knots", "knots", False)
    assert (course.owner, course.language, course.category) == (instructor, "de", category)
    assert list(team_of(course)) == [instructor]
    assert course.team.collection.name == f"Course {course.pk}: Knots"
    assert course.revisions.count() == 1


def test_author_opens_the_editor_of_the_new_course(instructor_client):
    response = begin(instructor_client, "Knots")
    assert instructor_client.get(response.url).status_code == 200


def test_courses_of_one_title_get_addresses_of_their_own(instructor_client):
    for _ in range(3):
        begin(instructor_client, "Knots")
    slugs = CoursePage.objects.filter(title="Knots").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["knots", "knots-2", "knots-3"]


def test_second_course_of_a_title_is_pointed_out(instructor_client):
    begin(instructor_client, "Knots")
    response = instructor_client.post(NEW, {"title": "Knots", "language": "en"}, follow=True)
    twin = "There is another course of this title. This one has the address knots-2."
    assert said(response)[-1] == twin


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("!!!", "course"),
        ("Category", "category-2"),
        ("Über Knoten", "über-knoten"),
        ("x" * 255, "x" * 200),
    ],
)
def test_any_title_gets_an_address(instructor_client, title, slug):
    begin(instructor_client, title)
    assert newest().slug == slug


def test_courses_do_not_take_the_address_of_categories(instructor_client, client, course):
    begin(instructor_client, "Category")
    address = f"/courses/category/{course.category.slug}/"
    assert client.get(address).status_code == 200


def test_what_was_typed_stays_when_something_is_wrong(instructor_client):
    before = CoursePage.objects.count()
    response = begin(instructor_client, "Knots and <b>bends</b>", language="xx")
    assert (response.status_code, CoursePage.objects.count()) == (200, before)
    assert "Knots and &lt;b&gt;bends&lt;/b&gt;" in response.content.decode()


def test_opening_the_form_makes_no_course(instructor_client):
    before = Page.objects.count()
    assert instructor_client.get(NEW).status_code == 200
    assert Page.objects.count() == before


def test_editors_begin_courses_too(editor_client, editor):
    begin(editor_client, "Knots")
    assert list(team_of(newest())) == [editor]


def test_account_without_the_right_begins_none(home):
    moderator = factories.user("moderator")
    moderator.groups.add(Group.objects.get(name="Moderators"))
    client = client_of(moderator)
    assert client.get(NEW).status_code == begin(client, "Knots").status_code == 302
    assert not CoursePage.objects.filter(title="Knots").exists()
    with pytest.raises(CourseRefusal):
        create_course("Knots", by=moderator)


def test_student_is_shown_no_form(student_client):
    assert student_client.get(NEW).status_code != 200


def test_without_a_catalogue_the_form_says_so(instructor_client, draft_course, index):
    index.delete()
    response = begin(instructor_client, "Knots")
    assert said(response) == ["There is no course catalogue yet. Ask an administrator to add one."]
    assert 'value="Knots"' in response.content.decode()


def test_course_without_a_team_is_not_left_behind(instructor, monkeypatch):
    """All of it in one transaction."""
    monkeypatch.setattr("courses.authoring.course_creation.ensure_team", lambda *_, **__: 1 / 0)
    before = (CoursePage.objects.count(), CourseTeam.objects.count())
    with pytest.raises(ZeroDivisionError):
        create_course("Knots", by=instructor)
    assert (CoursePage.objects.count(), CourseTeam.objects.count()) == before


def test_menu_leads_to_a_new_course(instructor_client, editor_client):
    for client in (instructor_client, editor_client):
        assert NEW in client.get(reverse("wagtailadmin_home")).content.decode()


def test_catalogue_has_a_button_for_a_new_course(editor_client, index, home):
    def has_button(page: Page) -> bool:
        url = reverse("wagtailadmin_explore", args=[page.pk])
        html = editor_client.get(url).content.decode()
        return f'href="{NEW}"' in html

    assert (has_button(index), has_button(home)) == (True, False)
