"""The public profile of somebody who teaches: she writes it, an editor makes its changes public.

As long as nobody has seen it, what she writes applies at once: it goes live with a course whose
reviewer reads it. From then on it waits (decision 0049).
"""

from __future__ import annotations

from hashlib import sha256

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from web.slugs import free_slug, slug_base

from ..models import CourseInstructor, CourseRelease, Instructor, InstructorChange
from ..models.exceptions import CourseRefusal
from ..models.instructor import InstructorProfile
from .portraits import add_portrait, delete_replaced

MAY_CHANGE = "courses.change_instructor"


def may_decide(user: AbstractBaseUser) -> bool:
    """Whether `user` may make public what instructors tell of themselves."""
    return user.has_perm(MAY_CHANGE)


def waiting_changes() -> QuerySet[InstructorChange]:
    """Those an editor has to decide on, oldest first."""
    changes = InstructorChange.objects.filter(returned_at=None)
    return changes.select_related("instructor__picture", "picture")


def profile_of(user: AbstractBaseUser) -> InstructorProfile | None:
    """What `user` wrote last: the change that waits or was sent back, else what is there."""
    instructor = Instructor.objects.filter(user=user).select_related("waiting_change").first()
    return instructor and (getattr(instructor, "waiting_change", None) or instructor)


def is_seen(instructor: Instructor) -> bool:
    """Whether a reviewer or a reader has seen it, so that others would be shown what nobody saw:
    it is credited live, or by a release that is decided on or can be restored."""
    live = CourseInstructor.objects.filter(instructor=instructor, course__live=True)
    releases = CourseRelease.objects.protected().filter(credited=instructor)
    return live.exists() or releases.exists()


@transaction.atomic
def save_profile(
    *,
    by: AbstractBaseUser,
    name: str,
    headline: str = "",
    bio: str = "",
    website: str = "",
    portrait: ContentFile | None = None,
    removes_portrait: bool = False,
) -> Instructor | InstructorChange:
    """Write the profile of `by`; returns the change if it waits for an editor.

    Without `portrait` the picture last written stays, unless it `removes_portrait`. Editors decide
    themselves, so theirs applies at once. Raises `CourseRefusal` for whose account was deleted.
    """
    account = get_user_model().objects.select_for_update().get(pk=by.pk)
    if not account.is_active:
        raise CourseRefusal(_("This account is closed."))
    instructor = Instructor.objects.select_for_update().filter(user=by).first()
    current = profile_of(by)
    picture = None if removes_portrait or current is None else current.picture
    if portrait:
        picture = add_portrait(portrait, by=by)
    values = {"name": name, "headline": headline, "bio": bio, "website": website}
    values["picture_id"] = picture and picture.pk
    if instructor is None:
        instructor = _create(by, values)
        log(instance=instructor, action="wagtail.create", user=by)
        return instructor
    if may_decide(by) or not is_seen(instructor):
        return _apply(instructor, values, by=by)
    return _submit(instructor, values, by=by)


@transaction.atomic
def approve_change(instructor: Instructor, *, by: AbstractBaseUser, fingerprint: str) -> Instructor:
    """Make public exactly what `fingerprint` stands for. Raises `CourseRefusal`."""
    instructor, change = _locked(instructor, by)
    _check_seen(change, fingerprint)
    return _apply(instructor, change.profile_values, by=by, action="skillmate.profile_approve")


@transaction.atomic
def send_back(
    instructor: Instructor, *, by: AbstractBaseUser, fingerprint: str, comment: str
) -> InstructorChange:
    """It stays as written, with the `comment` for her who wrote it. Raises `CourseRefusal`."""
    instructor, change = _locked(instructor, by)
    _check_seen(change, fingerprint)
    if not comment.strip():
        raise CourseRefusal(_("Say what has to be different: the instructor reads it."))
    change.returned_at, change.comment = timezone.now(), comment.strip()
    change.save(update_fields=["returned_at", "comment"])
    log(instance=instructor, action="skillmate.profile_return", user=by)
    return change


@transaction.atomic
def discard_change(*, by: AbstractBaseUser) -> None:
    """Takes back what waits or was sent back; what is public stays. Does nothing without one."""
    instructor = Instructor.objects.select_for_update().filter(user=by).first()
    if instructor and InstructorChange.objects.filter(instructor=instructor).exists():
        delete_change(instructor)
        log(instance=instructor, action="skillmate.profile_discard", user=by)


def delete_change(instructor: Instructor) -> None:
    """The change and the portrait brought with it, unless that has become hers."""
    for change in InstructorChange.objects.filter(instructor=instructor).select_related("picture"):
        if change.picture_id != instructor.picture_id:
            delete_replaced(change.picture, of=instructor)
        change.delete()


def fingerprint_of(change: InstructorChange) -> str:
    """Stands for what an editor saw: what it was, and what it is to be."""
    seen = [change.instructor.profile_values, change.profile_values, change.returned_at]
    return sha256(repr(seen).encode()).hexdigest()


def slug_for(name: str) -> str:
    """One for a namesake has a number."""
    base = slug_base(name, otherwise="instructor", most=110)
    taken = Instructor.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    return free_slug(base, set(taken))


def _create(user: AbstractBaseUser, values: dict) -> Instructor:
    try:
        with transaction.atomic():
            return Instructor.objects.create(user=user, slug=slug_for(values["name"]), **values)
    except IntegrityError:  # a namesake's, at the same moment
        return Instructor.objects.create(user=user, slug=slug_for(values["name"]), **values)


def _apply(
    instructor: Instructor, values: dict, *, by: AbstractBaseUser, action: str = "wagtail.edit"
) -> Instructor:
    replaced = instructor.picture
    for name, value in values.items():
        setattr(instructor, name, value)
    instructor.save()
    if replaced and replaced.pk != instructor.picture_id:
        delete_replaced(replaced, of=instructor)
    delete_change(instructor)
    log(instance=instructor, action=action, user=by)
    return instructor


def _submit(
    instructor: Instructor, values: dict, *, by: AbstractBaseUser
) -> Instructor | InstructorChange:
    change = InstructorChange.objects.filter(instructor=instructor).first()
    if values == instructor.profile_values:
        delete_change(instructor)
        return instructor
    change = change or InstructorChange(instructor=instructor)
    replaced = change.picture
    for name, value in values.items():
        setattr(change, name, value)
    change.submitted_at, change.returned_at, change.comment = timezone.now(), None, ""
    change.save()
    if replaced and replaced.pk not in (change.picture_id, instructor.picture_id):
        delete_replaced(replaced, of=instructor)
    log(instance=instructor, action="skillmate.profile_submit", user=by)
    return change


def _locked(instructor: Instructor, by: AbstractBaseUser) -> tuple[Instructor, InstructorChange]:
    if not may_decide(by):
        raise CourseRefusal(_("Your account may not change instructors. Ask an editor."))
    instructor = Instructor.objects.select_for_update().get(pk=instructor.pk)
    change = waiting_changes().filter(instructor=instructor).first()
    if change is None:
        raise CourseRefusal(_("Nothing waits here any more: it was decided on, or taken back."))
    return instructor, change


def _check_seen(change: InstructorChange, fingerprint: str) -> None:
    if fingerprint != fingerprint_of(change):
        raise CourseRefusal(
            _("The profile has changed since you opened this page. Look at it again, then decide.")
        )
