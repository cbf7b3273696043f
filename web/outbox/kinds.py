"""Kinds of mail that can be made from the ids of what they tell.

A kind is a function, registered in its app's `ready()`, that says from the database whom to tell
what. It is asked when the worker finds out whom to tell, and again right before each message
leaves: what is no longer so, or who does not want it any more, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from ..mail import Message


@dataclass(frozen=True)
class Mailing:
    """The same message to each of `users` alone."""

    message: Message
    users: Iterable[AbstractBaseUser]

    def user_ids(self) -> list[int]:
        if isinstance(self.users, QuerySet):
            return list(self.users.values_list("pk", flat=True))
        return [user.pk for user in self.users]

    def user(self, user_id: int) -> AbstractBaseUser | None:
        """The one of that id; None if it is not, or no longer, for them."""
        if isinstance(self.users, QuerySet):
            return self.users.filter(pk=user_id).first()
        return next((user for user in self.users if user.pk == user_id), None)


# Takes the ids as keyword arguments.
Kind = Callable[..., Iterable[Mailing]]
_kinds: dict[str, Kind] = {}


def register(**kinds: Kind) -> None:
    """`register(release_published=…)`: under these names they are written down."""
    _kinds.update(kinds)


def mailings(kind: str, context: dict) -> list[Mailing]:
    """Raises KeyError for a kind nobody registered."""
    return list(_kinds[kind](**context))
