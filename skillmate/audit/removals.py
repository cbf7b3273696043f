"""Deletions that Wagtail does not write down itself: bulk actions, commands, shells."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db.models import Model
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

from courses.models import Category, Instructor
from media.models import CustomDocument, CustomImage, Video

from .entries import actor, is_part_of_entry

AUDITED_MODELS = (User, Group, Category, Instructor, CustomImage, CustomDocument, Video)
DELETION_ACTIONS = ("wagtail.delete", "skillmate.account_deleted")


def record_deletion(*, instance: Model, **signal) -> None:
    """After a row was deleted, unless whoever did it has said so."""
    if is_part_of_entry():
        return
    entries: type[ModelLogEntry] = registry.get_log_model_for_instance(instance)
    if not entries.objects.for_instance(instance).filter(action__in=DELETION_ACTIONS).exists():
        log(instance=instance, action="wagtail.delete", user=actor(), deleted=True)
