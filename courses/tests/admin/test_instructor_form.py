"""The form of a portrait, with the account that it may belong to."""

from django.urls import reverse

from courses.models import Instructor
from courses.tests import factories

ADD = "/admin/snippets/courses/instructor/add/"


def edit_url(portrait: Instructor) -> str:
    return reverse("wagtailsnippets_courses_instructor:edit", args=[portrait.pk])


def test_accounts_of_learners_are_not_listed(editor_client, instructor):
    factories.user("learner")
    page = editor_client.get(ADD).content.decode()
    assert (f">{instructor.username}<" in page, ">learner<" in page) == (True, False)


def test_learner_is_given_no_portrait(editor_client, index):
    learner = factories.user("learner")
    editor_client.post(ADD, {"name": "Leo", "slug": "leo", "user": learner.pk})
    assert not Instructor.objects.exists()


def test_account_that_lost_its_role_keeps_its_portrait(editor_client, index):
    portrait = Instructor.objects.create(name="Leo", slug="leo", user=factories.user("learner"))
    form = {"name": "Leonie", "slug": "leo", "user": portrait.user_id}
    editor_client.post(edit_url(portrait), form)
    portrait.refresh_from_db()
    assert (portrait.name, portrait.user.username) == ("Leonie", "learner")
