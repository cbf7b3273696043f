"""Instructors see and file videos of their own courses alone."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from media.models import Video
from media.tests import factories as media

pytestmark = pytest.mark.search


def video(course) -> Video:
    return media.video(title=f"Film of {course.title}", collection=ensure_team(course).collection)


@pytest.fixture
def instructor_client(course) -> Client:
    setup_roles()
    user = factories.user("instructor")
    user.groups.add(Group.objects.get(name=INSTRUCTORS))
    ensure_team(course, members=[user])
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_videos_of_other_courses_are_not_listed(instructor_client, index, course):
    own_video, foreign_video = video(course), video(factories.course(index))
    html = instructor_client.get(reverse("videos:index")).content.decode()
    assert (own_video.title in html, foreign_video.title in html) == (True, False)


def test_video_form_offers_collections_of_own_courses_only(instructor_client, index, course):
    ensure_team(factories.course(index))
    form = instructor_client.get(reverse("videos:add")).context["form"]
    assert list(form.fields["collection"].queryset) == [ensure_team(course).collection]


def test_videos_of_other_courses_are_neither_read_nor_changed_nor_deleted(
    instructor_client, index, course
):
    own_video, foreign_video = video(course), video(factories.course(index))
    for view_name in ("edit", "delete", "inspect", "usage", "history"):
        assert (
            instructor_client.get(reverse(f"videos:{view_name}", args=[own_video.pk])).status_code
            == 200
        )
        assert (
            instructor_client.get(
                reverse(f"videos:{view_name}", args=[foreign_video.pk])
            ).status_code
            == 302
        )
    instructor_client.post(reverse("videos:delete", args=[foreign_video.pk]))
    assert Video.objects.filter(pk=foreign_video.pk).exists()


def test_videos_of_other_courses_are_not_found(instructor_client, index, course):
    own_video, foreign_video = video(course), video(factories.course(index))
    html = instructor_client.get(reverse("videos:index"), {"q": "Film"}).content.decode()
    assert (own_video.title in html, foreign_video.title in html) == (True, False)
