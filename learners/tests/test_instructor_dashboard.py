"""The pages of those who teach: who may open them, and what they say of courses."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePage, CourseRelease
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.admin_actions import edit_lesson
from learners.profiles.profile import person
from learners.teaching.instructor_dashboard import taught_by
from learners.tests.conftest import signed_in

from .teaching import (
    EXPECTED,
    TEACH,
    addresses,
    listed_course,
    open_page,
    pages_of,
    state_badges,
    teacher,
)

__all__ = ["addresses"]


@pytest.mark.parametrize("role", EXPECTED)
def test_role_opens_what_it_teaches(client_of, addresses, role):
    client = client_of(role)
    responses = [open_page(client, address) for address in addresses]
    assert tuple(response.status_code for response in responses) == EXPECTED[role]
    targets = [response.url for response in responses if response.status_code == 302]
    login_required = [address for address in addresses if role == "visitor"]
    assert targets == [f"/accounts/login/?next={address}" for address in login_required]


@pytest.mark.parametrize("role", EXPECTED)
def test_role_sends_nothing(client_of, addresses, role):
    """Those who may not know of a page are not told what it does not take either."""
    client = client_of(role)
    statuses = tuple(405 if status == 200 else status for status in EXPECTED[role])
    # Which method is wrong is said before which course is another's.
    teaching_roles = {"team", "other instructor"}
    expected = (405,) * 5 if role in teaching_roles else statuses
    assert tuple(client.delete(address).status_code for address in addresses) == expected


@pytest.mark.parametrize("role", ["visitor", "student", "team", "editor"])
def test_menu_links_teachers_to_their_courses(client_of, role):
    page = client_of(role).get("/about/").content.decode()
    assert (f'href="{TEACH}"' in page) == (role in {"team", "editor"})


def test_menu_takes_no_more_queries_for_those_who_do_not_teach(
    client_of, django_assert_num_queries
):
    student = User.objects.get(pk=client_of("student").session["_auth_user_id"])
    with django_assert_num_queries(1):
        assert person(student).teaches is False


def test_member_of_a_team_teaches_without_being_an_instructor(course, student, student_client):
    ensure_team(course, members=[student])
    page = student_client.get(TEACH)
    assert page.status_code == 200
    assert reverse("courses_admin:new") not in page.content.decode()
    ensure_team(course).group.user_set.remove(student)
    assert student_client.get(TEACH).status_code == 404


def test_teacher_sees_each_course_once_and_no_others(course, other_course, index):
    third = factories.course(index)
    user = teacher(course, third)
    teacher(course, other_course, name="colleague")
    assert sorted(taught_by(user).values_list("pk", flat=True)) == sorted([course.pk, third.pk])
    assert set(taught_by(user).values_list("may_release", flat=True)) == {False}


def test_editor_sees_all_courses_page_by_page(client_of, index):
    for _ in range(13):
        factories.course(index, lessons=0)
    client = client_of("editor")
    course_ids = [
        [row.course.pk for row in client.get(f"{TEACH}?page={n}").context["teaching"].page]
        for n in (1, 2)
    ]
    # With `course` and `other_course` of the roles.
    assert [len(page_ids) for page_ids in course_ids] == [12, 3]
    assert len({*course_ids[0], *course_ids[1]}) == 15
    assert client.get(f"{TEACH}?page=99").context["teaching"].page.number == 2


@pytest.mark.parametrize("page", ["x", "-1", "9" * 30, "\0"])
def test_page_that_does_not_exist_is_no_error(client_of, course, page):
    client = client_of("team")
    for address in (TEACH, pages_of(course)[0]):
        assert client.get(address, {"page": page, "sort": page, "q": page}).status_code == 200


@pytest.mark.parametrize("pk", [0, 10**30])
def test_course_that_does_not_exist_is_not_found(client_of, pk):
    client = client_of("admin")
    addresses = [f"/teach/{pk}/{suffix}" for suffix in ("", "learners.csv")]
    assert [open_page(client, address).status_code for address in addresses] == [404, 404]


def test_pages_are_in_no_cache_and_no_index(client_of, course):
    client = client_of("team")
    for address in (TEACH, *pages_of(course)):
        response = open_page(client, address)
        caching = response["Cache-Control"]
        assert ["no-store" in caching, "private" in caching] == [True, True]
        if not response.streaming:
            assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert "Disallow: /teach/" in client.get("/robots.txt").content.decode()


def test_teacher_without_courses_sees_how_to_begin(home):
    page = signed_in(teacher()).get(TEACH).content.decode()
    assert "No courses yet" in page
    assert f'href="{reverse("courses_admin:new")}"' in page


def test_course_shows_its_state_as_text(course, index):
    client = signed_in(teacher(course))
    assert state_badges(client) == ["Live"]
    now = timezone.now()
    day, hour = f"{now:%-d %B %Y}", now + timedelta(days=2)
    release = CourseRelease.objects.create(course=course)
    assert state_badges(client) == ["Live", f"In review since {day}"]
    CourseRelease.objects.update(status="changes_requested", reviewed_at=now)
    assert state_badges(client) == ["Live", "Changes requested"]
    CourseRelease.objects.update(status="scheduled", go_live_at=hour)
    assert state_badges(client) == ["Live", f"Scheduled for {hour:%-d %B %Y, %H:%M} UTC"]
    CourseRelease.objects.update(status="published")
    assert state_badges(client) == ["Live"]
    # Asked for once, but something went live since.
    older = release.submitted_at - timedelta(days=3)
    requested = CourseRelease.objects.create(
        course=course, status="changes_requested", reviewed_at=now
    )
    CourseRelease.objects.filter(pk=requested.pk).update(submitted_at=older)
    assert state_badges(client) == ["Live"]
    CoursePage.objects.update(archived_at=now)
    assert state_badges(client) == ["Archived"]
    CoursePage.objects.update(archived_at=None)
    CoursePage.objects.get(pk=course.pk).unpublish()
    assert state_badges(client) == ["Unpublished"]


def test_course_that_was_never_live_is_a_draft_under_its_newest_title(index):
    draft = factories.course(index, live=False)
    client = signed_in(teacher(draft))
    draft.title = "Better title"
    draft.save_revision()
    page = client.get(TEACH).content.decode()
    assert (state_badges(client), listed_course(client).title) == (["Draft"], "Better title")
    assert draft.url not in page


def test_waiting_changes_and_the_reviewers_note_are_shown(course, lessons):
    client = signed_in(teacher(course))
    assert "No changes waiting" in client.get(TEACH).content.decode()
    edit_lesson(lessons[1], title="Edited")
    note = "<b>Captions</b>, please."
    CourseRelease.objects.create(
        course=course,
        status="changes_requested",
        review_comment=note,
        reviewed_at=timezone.now(),
    )
    for address in (TEACH, pages_of(course)[0]):
        page = client.get(address).content.decode()
        assert "1 change waiting" in page
        assert f"since {timezone.now():%-d %B %Y}" in page
        assert "&lt;b&gt;Captions&lt;/b&gt;, please." in page


def test_links_offered_are_links_that_open(course, lessons, client_of):
    edit_lesson(lessons[0], title="Edited")
    client = client_of("team")
    page = client.get(TEACH).content.decode()
    urls = [
        reverse("learners:teach_course", args=[course.pk]),
        course.url,
        reverse("wagtailadmin_pages:edit", args=[course.pk]),
        reverse("courses_admin:preview", args=[course.pk, "enrolled"]),
        reverse("courses_admin:submit", args=[course.pk]),
        reverse("courses_admin:new"),
    ]
    assert [f'href="{address}"' in page for address in urls] == [True] * 6
    assert [client.get(address).status_code for address in urls] == [200] * 6


def test_only_editors_see_the_link_to_the_review(course, client_of):
    CourseRelease.objects.create(course=course)
    review = reverse("courses_admin:review", args=[course.pk])
    submit = reverse("courses_admin:submit", args=[course.pk])
    for role in ("team", "editor"):
        page = client_of(role).get(TEACH).content.decode()
        assert [review in page, submit in page] == [role == "editor", False]
