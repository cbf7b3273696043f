"""Who is on the team of a course."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection, Page, PageLogEntry

from courses.models import CourseTeam
from courses.models.exceptions import CourseRefusal
from courses.teams.membership import add_member, remove_member
from courses.teams.roles import INSTRUCTORS
from courses.teams.team import disband, ensure_team, team_of
from courses.tests import factories
from courses.tests.counting import queries_of_page
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import person

from .conftest import client_of
from .messages import said


@pytest.fixture
def team_url(draft_course) -> str:
    return reverse("courses_admin:team", args=[draft_course.pk])


@pytest.fixture
@cached_fixture
def colleague(home) -> User:
    """An instructor of no course."""
    return person("colleague", INSTRUCTORS)


def add(client, url: str, email: str):
    return client.post(url, {"email": email}, follow=True)


def remove(client, course, member: User):
    url = reverse("courses_admin:remove_member", args=[course.pk, member.pk])
    return client.post(url, follow=True)


def test_member_adds_a_colleague_who_then_edits_the_course(
    instructor_client, instructor, colleague, team_url, draft_course
):
    response = add(instructor_client, team_url, "Colleague@Example.com")
    assert said(response) == ["Colleague@Example.com is on the team."]
    assert set(team_of(draft_course)) == {instructor, colleague}
    edit = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert client_of(colleague).get(edit).status_code == 200


def test_member_cannot_tell_a_learner_from_nobody(
    instructor_client, instructor, student, team_url, draft_course
):
    responses = {
        said(add(instructor_client, team_url, f"{name}@example.com"))[0].replace(name, "…")
        for name in ("student", "nobody")
    }
    expected = "No instructor or editor has the address …@example.com. Ask an editor to add them."
    assert responses == {expected}
    assert list(team_of(draft_course)) == [instructor]


def test_editor_makes_a_learner_an_instructor_of_the_course(
    editor_client, instructor, student, team_url, draft_course
):
    add(editor_client, team_url, student.email)
    assert set(team_of(draft_course)) == {instructor, student}
    assert client_of(student).get(reverse("wagtailadmin_home")).status_code == 200


def test_editor_cannot_add_an_address_nobody_confirmed(
    editor_client, instructor, student, team_url, draft_course
):
    EmailAddress.objects.filter(user=student).update(verified=False)
    response = add(editor_client, team_url, student.email)
    assert said(response) == [
        "No account has confirmed the address student@example.com. Ask them to sign up first."
    ]
    assert list(team_of(draft_course)) == [instructor]


def test_account_switched_off_is_not_added(editor_client, instructor, colleague, team_url):
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    response = add(editor_client, team_url, colleague.email)
    assert said(response)[0].startswith("No account has confirmed")


def test_wrong_address_stays_in_its_field(instructor_client, team_url):
    response = add(instructor_client, team_url, "not an address")
    assert 'value="not an address"' in response.content.decode()
    assert response.context["form"].errors["email"] == ["Enter a valid email address."]


def test_adding_twice_adds_once(instructor_client, colleague, team_url, draft_course):
    for _ in range(2):
        add(instructor_client, team_url, colleague.email)
    assert team_of(draft_course).filter(pk=colleague.pk).count() == 1
    assert PageLogEntry.objects.filter(action="skillmate.team_add").count() == 1


def test_member_takes_another_off_who_stays_an_instructor(
    instructor_client, colleague, draft_course
):
    ensure_team(draft_course, members=[colleague])
    for _ in range(2):  # a second click does no harm
        assert remove(instructor_client, draft_course, colleague).status_code == 200
    assert colleague not in team_of(draft_course)
    assert colleague.groups.filter(name=INSTRUCTORS).exists()
    assert PageLogEntry.objects.filter(action="skillmate.team_remove").count() == 1


def test_member_who_leaves_is_led_out(instructor_client, instructor, colleague, draft_course):
    ensure_team(draft_course, members=[colleague])
    response = remove(instructor_client, draft_course, instructor)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert list(team_of(draft_course)) == [colleague]


def test_last_member_is_taken_off_by_editors_alone(
    instructor_client, editor_client, instructor, draft_course
):
    response = remove(instructor_client, draft_course, instructor)
    assert said(response) == [
        "A course needs somebody on its team. Add somebody first, or ask an editor."
    ]
    assert list(team_of(draft_course)) == [instructor]
    remove(editor_client, draft_course, instructor)
    assert list(team_of(draft_course)) == []


def test_remove_button_is_shown_where_it_works(instructor_client, editor_client, team_url):
    def buttons(client) -> int:
        return client.get(team_url).content.decode().count("/remove/")

    assert (buttons(instructor_client), buttons(editor_client)) == (0, 1)


def test_opening_the_address_of_removal_removes_nobody(
    instructor_client, instructor, colleague, draft_course
):
    ensure_team(draft_course, members=[colleague])
    url = reverse("courses_admin:remove_member", args=[draft_course.pk, colleague.pk])
    assert instructor_client.get(url).status_code == 405
    assert colleague in team_of(draft_course)


def test_instructor_of_another_course_sees_and_changes_no_team(
    instructor, colleague, team_url, draft_course
):
    stranger = client_of(colleague)
    assert stranger.get(team_url).status_code == 302
    add(stranger, team_url, colleague.email)
    remove(stranger, draft_course, instructor)
    assert list(team_of(draft_course)) == [instructor]
    for act in (
        lambda: add_member(draft_course, colleague.email, by=colleague),
        lambda: remove_member(draft_course, instructor, by=colleague),
    ):
        with pytest.raises(CourseRefusal):
            act()


def test_removal_names_only_people_of_the_team(instructor_client, student, draft_course):
    User.objects.filter(pk=student.pk).update(first_name="Secret", last_name="Learner")
    response = remove(instructor_client, draft_course, student)
    assert "Secret" not in response.content.decode()


def test_site_history_names_who_came_and_went(editor_client, instructor, colleague, draft_course):
    add_member(draft_course, colleague.email, by=instructor)
    remove_member(draft_course, colleague, by=instructor)
    entries = PageLogEntry.objects.filter(action__startswith="skillmate.").order_by("timestamp")
    assert [entry.message for entry in entries] == [
        "Added colleague@example.com to the team",
        "Removed colleague@example.com from the team",
    ]
    html = editor_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Removed colleague@example.com from the team" in html


def test_team_page_asks_as_much_for_three_members_as_for_one(
    instructor_client, team_url, draft_course
):
    one = queries_of_page(instructor_client, team_url)
    ensure_team(draft_course, members=[person(name, INSTRUCTORS) for name in ("ada", "bob")])
    assert queries_of_page(instructor_client, team_url) == one


def test_deleted_course_takes_its_team_and_its_empty_collection(instructor, draft_course):
    team = draft_course.team
    draft_course.delete()
    assert not Group.objects.filter(pk=team.group_id).exists()
    assert not Collection.objects.filter(pk=team.collection_id).exists()
    assert User.objects.filter(pk=instructor.pk).exists()


def test_collection_with_files_outlives_its_course(instructor, draft_course):
    image = factories.picture()
    get_image_model().objects.filter(pk=image.pk).update(collection=draft_course.team.collection)
    draft_course.delete()
    assert get_image_model().objects.get(pk=image.pk).collection.name.startswith("Course ")


def test_collection_with_collections_in_it_outlives_its_course(instructor, draft_course):
    draft_course.team.collection.add_child(name="Drawings")
    draft_course.delete()
    assert Collection.objects.filter(name="Drawings").exists()


def test_courses_deleted_with_the_catalogue_take_their_teams(instructor, draft_course, index):
    Page.objects.get(pk=index.pk).specific.delete()
    assert not CourseTeam.objects.exists()
    assert not Group.objects.filter(name__startswith="Course team").exists()


def test_team_disbanded_twice_is_disbanded(instructor, draft_course):
    team = draft_course.team
    draft_course.delete()
    disband(instance=team)
