"""Why something cannot be done, beside the button it keeps away, with the way to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from ..models.exceptions import CourseRefusal
from ..release.exceptions import BlockedRefusal, Remedy


@dataclass(frozen=True)
class Notice:
    """`remedies` are those its reader may use."""

    message: str
    remedies: list[Remedy]


def notice(refusal: CourseRefusal | None, user: AbstractBaseUser) -> Notice | None:
    """What a page says of `refusal` to `user`; None when nothing is refused."""
    if refusal is None:
        return None
    remedies = refusal.remedies if isinstance(refusal, BlockedRefusal) else []
    return Notice(str(refusal), [r for r in remedies if user.has_perm(r.permission)])
