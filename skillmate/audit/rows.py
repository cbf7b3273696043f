"""Entries as an administrator reads them, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, User
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ModelLogEntry
from wagtail.models.audit_log import BaseLogEntry

from learners.profiles.profile import display_name


@dataclass(frozen=True)
class Row:
    """`actor` is the account of who did it: None for the site itself.

    `request` is empty, and `url` None, where there is none.
    """

    at: datetime
    actor: int | None
    is_there: bool
    who: str
    what: str
    on: str
    url: str | None
    request: str


def rows(entries: Iterable[BaseLogEntry]) -> list[Row]:
    entries = list(entries)
    people = _people(entries)
    urls = _urls(entries)
    return [_row(entry, people, urls[entry]) for entry in entries]


def _row(entry: BaseLogEntry, people: dict[int, AbstractBaseUser], url: str | None) -> Row:
    if member := people.get(entry.data.get("member_id")):
        entry.data["member"] = display_name(member)  # else each sentence asks for its own
    return Row(
        at=entry.timestamp,
        actor=entry.user_id,
        is_there=entry.user_id in people,
        who=_who(entry.user_id, people),
        what=_what(entry),
        on=_on(entry, people),
        url=url,
        request=entry.uuid.hex if entry.uuid else "",
    )


def _who(number: int | None, people: dict[int, AbstractBaseUser]) -> str:
    if number is None:
        return _("The site itself")
    user = people.get(number)
    return display_name(user) if user else _("Deleted account %(number)s") % {"number": number}


def _what(entry: BaseLogEntry) -> str:
    return ": ".join(str(part) for part in (entry.message, entry.comment) if part)


def _on(entry: BaseLogEntry, people: dict[int, AbstractBaseUser]) -> str:
    account = _account(entry)
    if account is None:
        return entry.label
    if account == entry.user_id:
        return _("Own account")
    return _who(account, people)


def _account(entry: BaseLogEntry) -> int | None:
    """The number of the account that `entry` is about."""
    is_of_accounts = isinstance(entry, ModelLogEntry) and entry.content_type is not None
    if is_of_accounts and entry.content_type.model_class() is User:
        return int(entry.object_id)
    return None


def _people(entries: list[BaseLogEntry]) -> dict[int, AbstractBaseUser]:
    numbers = {entry.user_id for entry in entries} | {_account(entry) for entry in entries}
    numbers |= {entry.data.get("member_id") for entry in entries}
    return User.objects.select_related("profile").in_bulk(numbers - {None})


def _urls(entries: list[BaseLogEntry]) -> dict[BaseLogEntry, str | None]:
    """Where what an entry is about is edited, while it is there."""
    finder = AdminURLFinder()  # of nobody: who reads this may edit all, and need not be asked
    ids_by_type = defaultdict(set)
    for entry in entries:
        ids_by_type[entry.content_type].add(str(entry.object_id))
    urls = {
        (content_type, str(pk)): finder.get_edit_url(instance)
        for content_type, ids in ids_by_type.items()
        if content_type and (model := content_type.model_class())
        for pk, instance in model._base_manager.in_bulk(ids).items()
    }
    return {entry: urls.get((entry.content_type, str(entry.object_id))) for entry in entries}
