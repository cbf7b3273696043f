"""Addresses in the site history go with their account, however the database spells them."""

import pytest
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from courses.tests import factories
from skillmate.accounts.account_deletion import close_account

OTHER = "somebody@example.org"


@pytest.mark.parametrize(
    ("address", "spelling"),
    [
        ("zoë.müller@example.org", "zoë.müller@example.org"),
        ("zoë.müller@example.org", "ZOË.Müller@Example.org"),
        ("post@müllers-bücher.example", "post@müllers-bücher.example"),
        ("маша@почта.рф", "Маша@Почта.рф"),
        ("per_cent%@example.org", "Per_Cent%@example.org"),
        ('"a \\" b"@example.org', '"a \\" b"@example.org'),
    ],
)
def test_an_address_is_redacted_in_any_case(course, admin_user, address, spelling):
    person = factories.user("zoe")
    person.emailaddress_set.create(email=address)
    for member in (spelling, OTHER):
        data = {"member": member, "others": [{"of": member}]}
        log(instance=course, action="skillmate.team_add", user=admin_user, data=data)

    close_account(person, by=person)

    redacted, untouched = PageLogEntry.objects.filter(action="skillmate.team_add").order_by("pk")
    nobody = "deleted account"
    assert redacted.data == {"member": nobody, "others": [{"of": nobody}]}
    assert untouched.data == {"member": OTHER, "others": [{"of": OTHER}]}
