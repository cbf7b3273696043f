"""Wagtail's own padlock: somebody closed a page to others, and wants it to stay as it is."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from .authors import person_name
from .changes import Changes, Row
from .exceptions import BlockedRefusal, Remedy

NAMED = 5  # as many pages as a sentence names
ACCESS_ADMIN = "wagtailadmin.access_admin"


def padlock_refusal(changes: Changes, user: AbstractBaseUser) -> BlockedRefusal | None:
    """Why nothing of `changes` goes on: its course, or a lesson it touches, is locked.

    None when nothing is. Asks the database only when something is.
    """
    rows = [row for row in changes.rows if _is_locked(row, changes)]
    if not rows:
        return None
    lockers = get_user_model().objects.in_bulk({row.page.locked_by_id for row in rows[:NAMED]})
    sentences = [_sentence(row, lockers.get(row.page.locked_by_id), user) for row in rows[:NAMED]]
    if len(rows) > NAMED:
        sentences.append(_("More of its pages are locked."))
    remedies = [_remedy(row) for row in rows[:NAMED]]
    return BlockedRefusal(" ".join([*sentences, _advice(rows, user)]), remedies)


def _is_locked(row: Row, changes: Changes) -> bool:
    return row.page.locked and (row.is_touched or row.page.pk == changes.course.pk)


def _sentence(row: Row, locker: AbstractBaseUser | None, user: AbstractBaseUser) -> str:
    if locker == user:
        return _("You have locked “%(title)s”.") % {"title": row.title}
    values = {"title": row.title, "name": person_name(locker)}
    return _("“%(title)s” was locked by %(name)s.") % values


def _advice(rows: list[Row], user: AbstractBaseUser) -> str:
    if all(row.page.permissions_for_user(user).can_unlock() for row in rows[:NAMED]):
        return _("Open it and unlock it (Status, then Unlock), or ask them; then come back here.")
    return _("Ask them to unlock it; an administrator can, too. Then come back here.")


def _remedy(row: Row) -> Remedy:
    url = reverse("wagtailadmin_pages:edit", args=[row.page.pk])
    return Remedy(_("Open “%(title)s”") % {"title": row.title}, url, ACCESS_ADMIN)
