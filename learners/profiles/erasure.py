"""What is left of a learner who deletes their account: rows that courses count, and no person."""

from functools import partial

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from ..models import Library, Profile, WatchPosition


@transaction.atomic
def forget(learner: AbstractBaseUser) -> None:
    """Removes what `learner` told and where they were. Safe to call twice.

    Enrolments and completed lessons stay as they are: how many take a course and finish it is the
    course's, and without the account they say nothing of anybody.
    """
    WatchPosition.objects.filter(enrollment__learner=learner).delete()
    Library.objects.filter(learner=learner).delete()
    for profile in Profile.objects.filter(user=learner):
        if profile.picture:
            picture = profile.picture
            transaction.on_commit(partial(picture.storage.delete, picture.name))
        profile.delete()
