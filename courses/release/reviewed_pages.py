"""Which pages of a release a reviewer has ticked as looked at. Nobody else decides by it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from ..models.exceptions import CourseRefusal
from ..models.review import ReviewedPage
from .changes import Changes


def reviewed_ids(changes: Changes, user: AbstractBaseUser) -> set[int]:
    """The pages `user` has looked at as they are now. One query."""
    now = changes.page_fingerprints
    ticks = ReviewedPage.objects.filter(user=user, page__in=now)
    return {pk for pk, seen in ticks.values_list("page", "fingerprint") if now[pk] == seen}


@transaction.atomic
def mark_reviewed(
    changes: Changes, page_id: int, *, by: AbstractBaseUser, fingerprint: str
) -> None:
    """Note that `by` has looked at the page as `fingerprint` stands for it. Twice is fine.

    Raises `CourseRefusal` when the page is another by now, or gone: that one was not seen.
    """
    if changes.page_fingerprints.get(page_id) != fingerprint:
        raise CourseRefusal(
            _("This page has changed since you opened the review. Look at it again, then tick it.")
        )
    ReviewedPage.objects.update_or_create(
        page_id=page_id, user=by, defaults={"fingerprint": fingerprint}
    )


def unmark_reviewed(page_id: int, *, by: AbstractBaseUser) -> None:
    """Take the tick back. Twice is fine."""
    ReviewedPage.objects.filter(page=page_id, user=by).delete()
