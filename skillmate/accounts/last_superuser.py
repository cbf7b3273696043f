"""Somebody has to be left who can do everything."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from web.exceptions import Refusal


class LastSuperuserRefusal(Refusal):
    """Shown to whoever asked."""

    def __init__(self) -> None:
        super().__init__(_("This is the only administrator. Make somebody else one first."))


def ensure_administrator_remains(people: Iterable[User]) -> None:
    """Call in a transaction, before `people` stop being active administrators, if they are.

    All administrators are held: of two who take each other away at once, the second has to see
    that the first has. Raises LastSuperuserRefusal where nobody would be left.
    """
    administrators = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
    administrator_ids = set(administrators.values_list("pk", flat=True))
    if administrator_ids and administrator_ids <= {person.pk for person in people}:
        raise LastSuperuserRefusal
