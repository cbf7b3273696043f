"""Deletions that Wagtail does not write down itself: bulk actions, commands, shells."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.db.models import Model
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry

from courses.models import Category, Instructor
from media.models import CustomDocument, CustomImage, Video

from .entries import actor, is_told

WATCHED = (User, Group, Category, Instructor, CustomImage, CustomDocument, Video)
SAID = ("wagtail.delete", "skillmate.account_deleted")


def tell(*, instance: Model, **signal) -> None:
    """After a row was deleted, unless whoever did it has said so."""
    if is_told():
        return
    entries: type[ModelLogEntry] = registry.get_log_model_for_instance(instance)
    if not entries.objects.for_instance(instance).filter(action__in=SAID).exists():
        log(instance=instance, action="wagtail.delete", user=actor(), deleted=True)
