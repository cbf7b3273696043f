"""Who may open what stands behind a view restriction: one rule for pages and for lists."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction

Restriction = PageViewRestriction


def closed_to(user: AbstractBaseUser | AnonymousUser) -> QuerySet[PageViewRestriction]:
    """The view restrictions that do not let `user` pass.

    A password admits nobody here: who has typed it is known to one browser, not to an account.
    """
    if not user.is_authenticated:
        return Restriction.objects.all()
    closed = Restriction.objects.exclude(restriction_type=Restriction.LOGIN)
    if user.is_superuser:
        return closed.exclude(restriction_type=Restriction.GROUPS)
    of_own_groups = Q(restriction_type=Restriction.GROUPS, groups__user__pk=user.pk or 0)
    return closed.exclude(pk__in=Restriction.objects.filter(of_own_groups).values("pk"))


def closed_paths(pages: Iterable[Page], user: AbstractBaseUser | AnonymousUser) -> tuple[str, ...]:
    """Tree paths of the sections around `pages` that are closed to `user`. One query."""
    ancestor_paths = {
        page.path[:end]
        for page in pages
        for end in range(page.steplen, len(page.path) + 1, page.steplen)
    }
    restrictions = closed_to(user).filter(page__path__in=ancestor_paths)
    return tuple(restrictions.values_list("page__path", flat=True))


def is_admitted(page: Page, user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether the view restrictions on `page` and above it let `user` pass."""
    if not getattr(page, "is_restricted", True):  # as its own query said a moment ago
        return True
    return not page.path.startswith(closed_paths([page], user))


def admitted(user: AbstractBaseUser, restrictions: Iterable[str]) -> tuple[str, ...]:
    """Those of `restrictions` of catalogue entries that let `user` pass."""
    closed = {str(pk) for pk in closed_to(user).values_list("pk", flat=True)}
    return tuple(keys for keys in restrictions if closed.isdisjoint(keys.split(",")))
