"""Who can be named as the account of somebody who teaches."""

import re

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from courses.models import Instructor
from courses.tests import factories
from courses.tests.counting import get_query_count

pytestmark = pytest.mark.search

ADD = reverse("wagtailsnippets_courses_instructor:add")


def offered_usernames(client, url: str) -> set[str]:
    select = re.search(r'<select name="user".*?</select>', client.get(url).content.decode(), re.S)
    keys = re.findall(r'<option value="(\d+)"', select.group())
    return {user.username for user in User.objects.filter(pk__in=keys)}


def edit_url(instructor: Instructor) -> str:
    return reverse("wagtailsnippets_courses_instructor:edit", args=[instructor.pk])


def test_learners_are_neither_offered_nor_accepted(editor_client, instructor):
    learner = factories.user("learner")

    assert offered_usernames(editor_client, ADD) == {"editor", "instructor"}
    names = {"name": "Ann", "slug": "ann"}
    editor_client.post(ADD, {**names, "user": learner.pk})
    assert not Instructor.objects.filter(user=learner).exists()
    editor_client.post(ADD, {**names, "user": instructor.pk})
    assert Instructor.objects.get(slug="ann").user == instructor


def test_account_already_chosen_is_still_offered(editor_client, instructor):
    learner = factories.user("learner")
    ann = Instructor.objects.create(name="Ann", slug="ann", user=learner)

    assert offered_usernames(editor_client, edit_url(ann)) == {"editor", "instructor", "learner"}
    editor_client.post(edit_url(ann), {"name": "Ann B.", "slug": "ann", "user": learner.pk})
    ann.refresh_from_db()
    assert (ann.name, ann.user) == ("Ann B.", learner)


def test_many_accounts_take_no_more_queries(editor_client):
    query_count = get_query_count(editor_client, ADD)
    for number in range(3):
        User.objects.create_superuser(f"more{number}")

    assert get_query_count(editor_client, ADD) == query_count
