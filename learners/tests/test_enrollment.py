"""Enrolling, leaving, returning."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.tests import factories
from learners.enrollment.enrollment import enroll, leave
from learners.exceptions import CourseClosedRefusal
from learners.models import Enrollment
from learners.progress.progress import complete

pytestmark = pytest.mark.both_databases


def post(client, name, course, **data):
    return client.post(reverse(f"learners:{name}", args=[course.pk]), data)


def test_enrolling_twice_makes_one_enrollment(course, student):
    assert enroll(course, by=student) == enroll(course, by=student)
    assert Enrollment.objects.of(student).count() == 1


def test_returning_finds_the_record_with_its_completions(course, lessons, student):
    enrollment = enroll(course, by=student)
    complete(lessons[0], by=student)
    leave(course, by=student)
    assert list(Enrollment.objects.of(student).active()) == []
    assert enroll(course, by=student) == enrollment
    record = Enrollment.objects.of(student).active().with_progress().get()
    assert (record.done, record.total, record.percent) == (1, 3, 33)


def test_leaving_twice_says_what_is_so(course, student, student_client):
    enroll(course, by=student)
    for text in (f"You left “{course.title}”.", f"You are not enrolled in “{course.title}”."):
        post(student_client, "leave", course)
        assert text in student_client.get(course.url).content.decode()


def test_leaving_ends_nobody_elses_enrollment(course, student):
    other = factories.user("other")
    enroll(course, by=student)
    enroll(course, by=other)
    leave(course, by=student)
    assert [enrollment.learner for enrollment in Enrollment.objects.active()] == [other]


def test_leaving_twice_keeps_the_first_date(course, student):
    enroll(course, by=student)
    leave(course, by=student)
    first = Enrollment.objects.get().left_at
    leave(course, by=student)
    assert Enrollment.objects.get().left_at == first


def test_unpublished_course_takes_nobody(course, student):
    course.unpublish()
    with pytest.raises(CourseClosedRefusal, match="not open at the moment"):
        enroll(course, by=student)
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize(
    ("restriction", "is_member", "opens"),
    [
        ("login", False, True),
        ("groups", False, False),
        ("groups", True, True),
        ("password", True, False),
    ],
)
def test_restricted_course_takes_whom_the_restriction_admits(
    course, student, restriction, is_member, opens
):
    rule = PageViewRestriction.objects.create(
        page=course.get_parent(), restriction_type=restriction, password="x"
    )
    group = Group.objects.create(name="Members")
    rule.groups.add(group)
    if is_member:
        student.groups.add(group)
    if opens:
        assert enroll(course, by=student).is_active
    else:
        with pytest.raises(CourseClosedRefusal):
            enroll(course, by=student)


def test_double_click_on_enroll_is_harmless(student_client, course):
    responses = [post(student_client, "enrol", course) for _ in range(2)]
    assert [(response.status_code, response.url) for response in responses] == [
        (303, course.url)
    ] * 2
    assert Enrollment.objects.count() == 1


@pytest.mark.parametrize("verb", ["enrol", "leave", "save", "unsave"])
def test_state_never_changes_by_get(student_client, course, verb):
    assert student_client.get(reverse(f"learners:{verb}", args=[course.pk])).status_code == 405


@pytest.mark.parametrize("verb", ["enrol", "leave", "save", "unsave"])
def test_unknown_course_is_not_found(student_client, course, lessons, verb):
    for pk in (0, lessons[0].pk, course.pk + 1000, 10**30):
        response = student_client.post(f"/learn/courses/{pk}/{verb}/")
        assert response.status_code == 404


@pytest.mark.parametrize("verb", ["enrol", "leave", "save", "unsave"])
def test_unpublished_course_is_not_found(client, student_client, course, verb):
    course.unpublish()
    assert post(student_client, verb, course).status_code == 404
    assert post(client, verb, course).status_code == 404


@pytest.mark.parametrize("verb", ["enrol", "leave", "save", "unsave"])
def test_private_course_is_not_found_by_those_it_is_not_for(client, student_client, course, verb):
    rule = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    rule.groups.add(Group.objects.create(name="Members"))
    assert post(student_client, verb, course).status_code == 404
    assert post(client, verb, course).status_code == 404
    assert course.title not in student_client.get("/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_next_never_redirects_off_the_site(student_client, client, course, address):
    assert post(student_client, "enrol", course, next=address).url == course.url
    url = post(client, "enrol", course, next=address).url
    assert url.startswith("/accounts/login/?next=/learn/again/")


def test_next_redirects_within_the_site(student_client, course, lessons):
    assert post(student_client, "enrol", course, next=lessons[1].url).url == lessons[1].url


def test_enrolling_is_rate_limited(student_client, course, settings):
    settings.ENROL_RATE = "2/m"
    statuses = [post(student_client, "enrol", course).status_code for _ in range(3)]
    assert statuses == [303, 303, 429]


def test_posts_need_a_token(course, student):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(student, backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, "enrol", course).status_code == 403
    assert not Enrollment.objects.exists()
