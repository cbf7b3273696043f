"""What every entry of the log has: somebody who did it, and the request it was done with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context, log
from wagtail.models.audit_log import BaseLogEntry

from web.request_id import current_id, current_request

_is_one_entry = ContextVar("is_one_entry", default=False)


@contextmanager
def one_entry() -> Iterator[None]:
    """What is done within is parts of one thing, which whoever does it writes down as such."""
    token = _is_one_entry.set(True)
    try:
        yield
    finally:
        _is_one_entry.reset(token)


def is_part_of_entry() -> bool:
    """Whether an entry stands for what is being done, so that it needs none of its own."""
    return _is_one_entry.get()


def record(instance: Model, action: str, *, by: AbstractBaseUser | None = None, **data) -> None:
    """`by` is looked up when not given; nobody is known in commands and in the worker."""
    if not is_part_of_entry():
        log(instance=instance, action=action, user=by or actor(), data=data)


def actor() -> AbstractBaseUser | None:
    """Who is at it: the admin says so to Wagtail, any other page by its request."""
    request = current_request()
    user = get_active_log_context().user or getattr(request, "user", None)
    return user if user and user.is_authenticated else None


def complete(*, instance: BaseLogEntry, raw: bool, **signal) -> None:
    """Before an entry is saved, whoever writes it: its request, and no name of an account.

    A name would outlive its account. The number stays, and leads to the name while there is one.
    """
    if raw:
        return
    if current_id() and _has_no_meaning(instance.uuid):
        instance.uuid = UUID(current_id())
    if instance.content_type_id == _account_type().pk:
        instance.label = _("Account %(number)s") % {"number": instance.object_id}


def _has_no_meaning(uuid: UUID | None) -> bool:
    """Made up for this request alone. Others group the saves of one draft: Wagtail needs them."""
    return uuid is None or uuid == get_active_log_context().uuid


def _account_type() -> ContentType:
    return ContentType.objects.get_for_model(get_user_model())
