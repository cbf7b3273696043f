"""Who changed which page of a release after it was submitted, by the users of its revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision

from ..models.release import CourseRelease


def person_name(user: AbstractBaseUser | None) -> str:
    """What people call `user`, also when the account is gone or an empty shell."""
    if user is None or not (user.is_active or user.email or user.get_full_name()):
        return _("a deleted account")
    return get_user_display_name(user)


def editors_since_submission(
    release: CourseRelease, page_ids: Iterable[int]
) -> dict[int, list[AbstractBaseUser | None]]:
    """By page, who saved it between the submission of `release` and its decision, in that order.

    None is an account that was deleted. Pages nobody touched are left out. Two queries.
    """
    revisions = _revisions(page_ids).filter(created_at__gt=release.submitted_at)
    if not release.is_in_review:
        revisions = revisions.filter(created_at__lte=release.reviewed_at or release.submitted_at)
    user_ids = defaultdict(dict)
    for page_id, user_id in revisions.order_by("created_at").values_list("object_id", "user_id"):
        user_ids[int(page_id)][user_id] = None
    everybody = {user_id for ids in user_ids.values() for user_id in ids if user_id}
    users = get_user_model().objects.in_bulk(everybody)
    return {page_id: [users.get(user_id) for user_id in ids] for page_id, ids in user_ids.items()}


def names_by_page(editors: dict[int, list[AbstractBaseUser | None]]) -> dict[int, list[str]]:
    """Each name once."""
    return {
        page_id: list(dict.fromkeys(map(person_name, users))) for page_id, users in editors.items()
    }


def _revisions(page_ids: Iterable[int]) -> QuerySet[Revision]:
    page_type = ContentType.objects.get_for_model(Page)
    keys = [str(page_id) for page_id in page_ids]
    return Revision.objects.filter(base_content_type=page_type, object_id__in=keys)
