"""One account per address, however fast somebody clicks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.contrib.sites.models import Site
from django.db import transaction

from web.exceptions import Refusal

from .email_ownership import holders


class AddressTakenRefusal(Refusal):
    """Somebody has an account with this address already."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let sign-ups pass one by one: no constraint keeps two unverified accounts apart."""
    with transaction.atomic():
        # SQLite locks where a transaction begins; for PostgreSQL the site's row is the door.
        list(Site.objects.select_for_update(no_key=True).values_list("pk"))
        yield


def save_new(user: User, *, name_user: Callable[[User], None]) -> None:
    """Store `user` under a user name of its own, which `name_user(user)` gives.

    Raises AddressTakenRefusal if another request was quicker with the same address.
    """
    with one_at_a_time():
        if holders(user.email):
            raise AddressTakenRefusal
        user.username = ""
        name_user(user)
        user.save()
