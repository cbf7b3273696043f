"""Two instructors, or one in two windows, at the same moment."""

import pytest
from django.db import connection

from courses.instructors.profiles import save_profile
from courses.models import Instructor
from courses.tests import factories
from courses.tests.release.test_races import at_once

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite", reason="SQLite lets one writer in at a time, whatever we do"
    ),
]


def test_namesakes_and_one_in_two_windows(home):
    ada, other = factories.user("ada"), factories.user("other")
    at_once(*[lambda by=by: save_profile(by=by, name="Ada") for by in (ada, other, ada)])
    assert {*Instructor.objects.values_list("user", "slug")} in (
        {(ada.pk, "ada"), (other.pk, "ada-2")},
        {(ada.pk, "ada-2"), (other.pk, "ada")},
    )
