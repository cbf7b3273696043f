"""What can be asked of learners' records, in sentences."""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models


class EnrollmentQuerySet(models.QuerySet):
    def of(self, learner: AbstractBaseUser | AnonymousUser) -> "EnrollmentQuerySet":
        return self.filter(learner_id=learner.pk)

    def active(self) -> "EnrollmentQuerySet":
        """Enrolments nobody has left."""
        return self.filter(left_at=None)
