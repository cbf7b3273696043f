"""The demo accounts have a public password: they exist in development alone."""

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from courses.teams.roles import setup_roles
from skillmate.demo import make_accounts

pytestmark = pytest.mark.both_databases


def test_demo_is_refused_outside_development(home):
    with pytest.raises(CommandError, match="only made with DEBUG on"):
        call_command("setup_demo")
    assert list(User.objects.all()) == []


def test_demo_accounts_have_the_roles_of_their_names_and_are_made_once(db):
    setup_roles()
    make_accounts()
    User.objects.filter(username="student").update(first_name="Renamed")
    make_accounts()
    people = User.objects.order_by("pk").values_list("first_name", "groups__name", "is_superuser")
    assert list(people) == [
        ("Renamed", None, False),
        ("Iris", "Instructors", False),
        ("Edgar", "Editors", False),
        ("Ada", None, True),
    ]
