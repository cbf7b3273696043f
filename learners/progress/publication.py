"""What the publication of a course means for those who take it."""

from functools import partial

from django.db import transaction

from courses.models import CoursePage

from .progress import finish_completed


def follow_publication(*, instance: CoursePage, **signal) -> None:
    # Its lessons come after the course, in the same transaction. Should this break, the release
    # stands: who opens a lesson next is finished then.
    transaction.on_commit(partial(finish_completed, instance), robust=True)
