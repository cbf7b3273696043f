"""Who learns there, and how far they are."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from courses.teams.roles import EDITORS, INSTRUCTORS
from learners.models import Enrollment, LessonCompletion

from ..people import ADMIN, LEARNER, NEWCOMER, PASSWORD, TEACHER, WORKER
from .courses import LESSONS, Catalogue
from .rows import insert, next_pk, reset_sequences

COURSES_EACH = 10
COURSES_OF_LEARNER = 20


@transaction.atomic
def make_learners(catalogue: Catalogue, enrollments: int) -> None:
    people = {name: _make_person(name) for name in (LEARNER, NEWCOMER, WORKER, TEACHER)}
    people[TEACHER].groups.add(Group.objects.get(name=INSTRUCTORS))
    # Somebody has to be able to decide, or nothing can be submitted.
    _make_person(ADMIN, is_superuser=True).groups.add(Group.objects.get(name=EDITORS))
    crowd = _make_crowd(enrollments // COURSES_EACH)
    courses = range(catalogue.count)
    pairs = [
        *((people[LEARNER].pk, number) for number in courses[:COURSES_OF_LEARNER]),
        *((people[WORKER].pk, number) for number in courses[: catalogue.count // 2]),
        *((pk, number) for pk in crowd for number in _courses_of(pk, catalogue.count)),
    ]
    first = next_pk(Enrollment)
    insert(Enrollment(), _enrollments(catalogue, pairs, first))
    unworked = {people[WORKER].pk}  # whose lessons are completed by requests
    insert(LessonCompletion(), _completions(catalogue, pairs, first, unworked))
    reset_sequences(User, Enrollment, LessonCompletion)


def _make_person(name: str, **fields) -> User:
    user = User.objects.create_user(name, f"{name}@example.com", PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _make_crowd(size: int) -> range:
    first = next_pk(User)
    keys = range(first, first + size)
    crowd = User(password="!", date_joined=timezone.now())  # noqa: S106
    names = ((pk, f"learner-{pk}") for pk in keys)
    rows = ({"id": pk, "username": name, "email": f"{name}@example.com"} for pk, name in names)
    insert(crowd, rows)
    return keys


def _courses_of(learner: int, count: int) -> Iterator[int]:
    """Ten different ones: half of them from the first tenth of all, as some are taken by many."""
    yield from {(learner * 7 + turn) % max(count // 10, 5) for turn in range(5)}
    rest = count - max(count // 10, 5)
    yield from (count - rest + (learner * 13 + turn * 17) % rest for turn in range(5))


def _enrollments(catalogue: Catalogue, pairs: list[tuple[int, int]], first: int) -> Iterator[dict]:
    now = timezone.now()
    for place, (learner, number) in enumerate(pairs):
        done = _done(learner, number)
        yield {
            "id": first + place,
            "learner_id": learner,
            "course_id": catalogue.course_pk(number),
            "enrolled_at": now,
            "last_lesson_id": catalogue.lesson_pk(number, done) if done else None,
            "last_opened_at": now if done else None,
        }


def _completions(
    catalogue: Catalogue, pairs: list[tuple[int, int]], first: int, unworked: set[int]
) -> Iterator[dict]:
    now, key = timezone.now(), next_pk(LessonCompletion)
    for place, (learner, number) in enumerate(pairs):
        for lesson in range(1, _done(learner, number) + 1 if learner not in unworked else 1):
            yield {
                "id": key,
                "enrollment_id": first + place,
                "lesson_id": catalogue.lesson_pk(number, lesson),
                "completed_at": now,
            }
            key += 1


def _done(learner: int, number: int) -> int:
    """How many lessons they have completed, from the first on: two on average, seldom many."""
    return min((learner * 31 + number * 17) % 8, 4) if (learner + number) % 50 else LESSONS - 1
