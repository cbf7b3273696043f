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
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release.conftest import person

from .conftest import client_of
from .messages import message_texts


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
    assert message_texts(response) == ["Colleague@Example.com is on the team."]
    assert set(team_of(draft_course)) == {instructor, colleague}
    edit = reverse("wagtailadmin_pages:edit", args=[draft_course.pk])
    assert client_of(colleague).get(edit).status_code == 200


def test_message_is_the_same_for_learners_and_unknown_addresses(
    instructor_client, instructor, student, team_url, draft_course
):
    messages = {
        message_texts(add(instructor_client, team_url, f"{name}@example.com"))[0].replace(name, "…")
        for name in ("student", "nobody")
    }
    expected = "No instructor or editor has the address …@example.com. Ask an editor to add them."
    assert messages == {expected}
    assert list(team_of(draft_course)) == [instructor]


def test_editor_makes_a_learner_an_instructor_of_the_course(
    editor_client, instructor, student, team_url, draft_course
):
    add(editor_client, team_url, student.email)
    assert set(team_of(draft_course)) == {instructor, student}
    assert client_of(student).get(reverse("wagtailadmin_home")).status_code == 200


def test_editor_cannot_add_an_unverified_address(
    editor_client, instructor, student, team_url, draft_course
):
    EmailAddress.objects.filter(user=student).update(verified=False)
    response = add(editor_client, team_url, student.email)
    assert message_texts(response) == [
        "No account has confirmed the address student@example.com. Ask them to sign up first."
    ]
    assert list(team_of(draft_course)) == [instructor]


def test_inactive_account_is_not_added(editor_client, instructor, colleague, team_url):
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    response = add(editor_client, team_url, colleague.email)
    assert message_texts(response)[0].startswith("No account has confirmed")


def test_invalid_address_stays_in_its_field(instructor_client, team_url):
    response = add(instructor_client, team_url, "not an address")
    assert 'value="not an address"' in response.content.decode()
    assert response.context["form"].errors["email"] == ["Enter a valid email address."]


def test_adding_twice_adds_once(instructor_client, colleague, team_url, draft_course):
    for _ in range(2):
        add(instructor_client, team_url, colleague.email)
    assert team_of(draft_course).filter(pk=colleague.pk).count() == 1
    assert PageLogEntry.objects.filter(action="skillmate.team_add").count() == 1


def test_removed_member_stays_an_instructor(instructor_client, colleague, draft_course):
    ensure_team(draft_course, members=[colleague])
    for _ in range(2):  # a second click does no harm
        assert remove(instructor_client, draft_course, colleague).status_code == 200
    assert colleague not in team_of(draft_course)
    assert colleague.groups.filter(name=INSTRUCTORS).exists()
    assert PageLogEntry.objects.filter(action="skillmate.team_remove").count() == 1


def test_member_who_leaves_is_redirected(instructor_client, instructor, colleague, draft_course):
    ensure_team(draft_course, members=[colleague])
    response = remove(instructor_client, draft_course, instructor)
    assert response.redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert list(team_of(draft_course)) == [colleague]


def test_last_member_is_removed_by_editors_only(
    instructor_client, editor_client, instructor, draft_course
):
    response = remove(instructor_client, draft_course, instructor)
    assert message_texts(response) == [
        "A course needs somebody on its team. Add somebody first, or ask an editor."
    ]
    assert list(team_of(draft_course)) == [instructor]
    remove(editor_client, draft_course, instructor)
    assert list(team_of(draft_course)) == []


def test_remove_button_is_shown_to_users_who_may_remove(instructor_client, editor_client, team_url):
    def button_count(client) -> int:
        return client.get(team_url).content.decode().count("/remove/")

    assert (button_count(instructor_client), button_count(editor_client)) == (0, 1)


def test_get_request_removes_nobody(instructor_client, instructor, colleague, draft_course):
    ensure_team(draft_course, members=[colleague])
    url = reverse("courses_admin:remove_member", args=[draft_course.pk, colleague.pk])
    assert instructor_client.get(url).status_code == 405
    assert colleague in team_of(draft_course)


def test_instructor_of_another_course_sees_and_changes_no_team(
    instructor, colleague, team_url, draft_course
):
    other_client = client_of(colleague)
    assert other_client.get(team_url).status_code == 302
    add(other_client, team_url, colleague.email)
    remove(other_client, draft_course, instructor)
    assert list(team_of(draft_course)) == [instructor]
    for change_team in (
        lambda: add_member(draft_course, colleague.email, by=colleague),
        lambda: remove_member(draft_course, instructor, by=colleague),
    ):
        with pytest.raises(CourseRefusal):
            change_team()


def test_removal_shows_names_of_team_members_only(instructor_client, student, draft_course):
    User.objects.filter(pk=student.pk).update(first_name="Secret", last_name="Learner")
    response = remove(instructor_client, draft_course, student)
    assert "Secret" not in response.content.decode()


def test_site_history_lists_added_and_removed_members(
    editor_client, instructor, colleague, draft_course
):
    add_member(draft_course, colleague.email, by=instructor)
    remove_member(draft_course, colleague, by=instructor)
    entries = PageLogEntry.objects.filter(action__startswith="skillmate.").order_by("timestamp")
    assert [entry.message for entry in entries] == [
        "Added colleague@example.com to the team",
        "Removed colleague@example.com from the team",
    ]
    html = editor_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert "Removed colleague@example.com from the team" in html


def test_team_page_takes_the_same_queries_for_one_and_three_members(
    instructor_client, team_url, draft_course
):
    one = get_query_count(instructor_client, team_url)
    ensure_team(draft_course, members=[person(name, INSTRUCTORS) for name in ("ada", "bob")])
    assert get_query_count(instructor_client, team_url) == one


def test_deleting_a_course_deletes_its_team_and_its_empty_collection(instructor, draft_course):
    team = draft_course.team
    draft_course.delete()
    assert not Group.objects.filter(pk=team.group_id).exists()
    assert not Collection.objects.filter(pk=team.collection_id).exists()
    assert User.objects.filter(pk=instructor.pk).exists()


def test_collection_with_files_is_kept_when_its_course_is_deleted(instructor, draft_course):
    image = factories.picture()
    get_image_model().objects.filter(pk=image.pk).update(collection=draft_course.team.collection)
    draft_course.delete()
    assert get_image_model().objects.get(pk=image.pk).collection.name.startswith("Course ")


def test_collection_with_children_is_kept_when_its_course_is_deleted(instructor, draft_course):
    draft_course.team.collection.add_child(name="Drawings")
    draft_course.delete()
    assert Collection.objects.filter(name="Drawings").exists()


def test_deleting_the_catalogue_deletes_the_teams(instructor, draft_course, index):
    Page.objects.get(pk=index.pk).specific.delete()
    assert not CourseTeam.objects.exists()
    assert not Group.objects.filter(name__startswith="Course team").exists()


def test_disbanding_a_team_twice_does_no_harm(instructor, draft_course):
    team = draft_course.team
    draft_course.delete()
    disband(instance=team)
