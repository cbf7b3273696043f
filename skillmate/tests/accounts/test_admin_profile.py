from django.test import Client
from wagtail.users.models import UserProfile

from courses.tests import factories


def sign_in(user) -> None:
    Client().post("/accounts/login/", {"login": user.email, "password": factories.PASSWORD})


def test_who_may_open_the_admin_has_preferences_once_signed_in(home):
    editor = factories.user("editor", is_superuser=True)
    sign_in(editor)
    assert UserProfile.objects.filter(user=editor).exists()


def test_a_learner_has_none(home, student):
    sign_in(student)
    assert not UserProfile.objects.filter(user=student).exists()
