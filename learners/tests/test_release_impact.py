"""What editors are told a release would mean for learners, against counting them one by one."""

from random import Random

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson
from learners.enrollment.enrollment import enroll, leave
from learners.models import Enrollment, LessonCompletion
from learners.models.querysets import State
from learners.progress.progress import complete, opened
from learners.release_impact import effect_of


@pytest.fixture
def course(published_course) -> CoursePage:
    return published_course


@pytest.fixture
def lessons(course) -> list[LessonPage]:
    return course.outline.lessons


def learner(name: str, course, lessons=()):
    user = factories.user(name)
    enroll(course, by=user)
    for lesson in lessons:
        complete(lesson, by=user)
    return user


def effect_text(course) -> str:
    html = render_to_string("learners/release_effect.html", {"effect": effect_of(Changes(course))})
    return " ".join(html.replace("<strong>", "").replace("</strong>", "").split())


def test_course_without_learners_shows_a_notice(course, lessons):
    leave(course, by=learner("gone", course, lessons[:1]))
    arrange_curriculum(course, "Part", *lessons[:2])
    assert (
        effect_text(course)
        == "<p>Nobody is enrolled: this release changes nothing for any learner.</p>"
    )


def test_course_never_published_has_no_effect(draft_course):
    assert effect_of(Changes(draft_course)).enrolled == 0


def test_removal_of_a_lesson_is_described_in_full(course, lessons):
    first, second, third = lessons
    for name, done in [("a", []), ("b", [first]), ("c", [first, second]), ("d", [first, third])]:
        learner(name, course, done)
    learner("e", course, lessons)
    arrange_curriculum(course, "Part", first, second)
    effect = effect_of(Changes(course))
    assert (effect.enrolled, effect.in_progress, effect.finished) == (5, 3, 1)
    assert (effect.removed, effect.finishing) == (1, 1)
    assert (effect.removed_unfinished, effect.removed_completed) == (3, 2)
    assert effect_text(course) == (
        '<ul class="release-effect"> '
        "<li>5 learners are enrolled: 3 in progress, 1 finished.</li> "
        "<li>3 learners who have not finished no longer have to do a lesson that is removed.</li> "
        "<li>2 learners have completed a lesson that is removed. Their records are kept, and count "
        "again if the lesson returns.</li> "
        "<li>1 learner would have nothing left to do, and finishes the course with this release."
        "</li> "
        "<li>1 finished learner stays finished and sees “New since you finished”.</li> </ul>"
    )


def test_described_effect_matches_the_release(course, lessons, release):
    learner("one", course, lessons[:1])
    learner("two", course, lessons[:2])
    arrange_curriculum(course, "Part", *lessons[:2])
    expected = effect_of(Changes(course)).finishing
    release(course)
    assert (expected, course.enrollments.exclude(finished_at=None).count()) == (1, 1)


def test_finished_learners_are_notified_of_lessons_and_notes_alone(course, lessons, instructor):
    learner("all", course, lessons)
    arrange_curriculum(course, "Part", *reversed(lessons))
    assert effect_of(Changes(course)).has_news is False
    release = submit(course, by=instructor, despite_findings=True, note="Read it backwards.")
    assert effect_of(Changes(course)).has_news is True
    release.change = "correction"
    release.save()
    assert effect_of(Changes(course)).has_news is False
    assert "Learners are not told of this release." in effect_text(course)


def test_finished_learners_are_notified_of_a_new_lesson(course, lessons):
    learner("all", course, lessons)
    arrange_curriculum(course, "Part", *lessons, factories.lesson(course, live=False))
    effect = effect_of(Changes(course))
    assert (effect.has_news, effect.finished, effect.removed) == (True, 1, 0)
    assert "removed" not in effect_text(course)


@pytest.mark.parametrize("number", [1, 3])
def test_effect_takes_two_queries_for_any_number_of_learners(course, lessons, number):
    for n in range(number):
        learner(f"learner-{n}", course, lessons[:n])
    arrange_curriculum(course, "Part", *lessons[:2])
    changes = Changes(course)
    assert changes.rows
    with CaptureQueriesContext(connection) as queries:
        effect_of(changes)
    assert len(queries) == 2


def counted_one_by_one(course, changes) -> dict[str, int]:
    """The slow, obvious way."""
    live_ids = {lesson.pk for lesson in course.outline.lessons}
    next_ids = {row.page.pk for row in changes.lesson_rows if row.kind != "removed"}
    removed_ids = live_ids - next_ids
    names = ["enrolled", "in_progress", "finished", "finishing"]
    counts = dict.fromkeys([*names, "removed_unfinished", "removed_completed"], 0)
    for enrollment in Enrollment.objects.filter(course=course):
        if enrollment.left_at:
            continue
        done = set(enrollment.completions.values_list("lesson_id", flat=True))
        state = Enrollment.objects.with_progress().get(pk=enrollment.pk).state
        counts["enrolled"] += 1
        counts["in_progress"] += state == State.IN_PROGRESS
        counts["finished"] += state == State.FINISHED
        counts["removed_completed"] += bool(done & removed_ids)
        if state != State.FINISHED:
            counts["removed_unfinished"] += bool(removed_ids - done)
            counts["finishing"] += bool(next_ids) and next_ids <= done
    return counts


@pytest.mark.parametrize("seed", range(6))
def test_effect_equals_counting_one_by_one(index, course, lessons, seed):
    random = Random(seed)  # noqa: S311 (a seed, not a secret)
    extra = [factories.lesson(course) for _ in range(3)]
    factories.place_in_curriculum(course, [*lessons, *extra])
    course = CoursePage.objects.get(pk=course.pk)
    all_lessons = course.outline.lessons
    for n in range(25):
        scatter(random, course, all_lessons, factories.user(f"s{n}"))
    remaining = random.sample(all_lessons, random.randrange(0, len(all_lessons)))
    added = [factories.lesson(course, live=False)] if random.random() < 0.4 else []
    arrange_curriculum(course, "Part", *remaining, *added)
    if remaining:
        edit_lesson(remaining[0], title="Changed")
    changes = Changes(course)
    effect = effect_of(changes)
    expected = counted_one_by_one(course, changes)
    assert {name: getattr(effect, name) for name in expected} == expected
    assert expected["enrolled"] > 5


def scatter(random: Random, course, lessons, user) -> None:
    """A learner somewhere in the course; some have left, some finished long ago."""
    enrollment = enroll(course, by=user)
    if random.random() < 0.3:
        opened(lessons[0], by=user)
    done = random.choice([[], lessons, random.sample(lessons, 3), random.sample(lessons, 5)])
    # Not by the verb, which would finish them all: some are done and not finished yet.
    LessonCompletion.objects.bulk_create(
        LessonCompletion(enrollment=enrollment, lesson=lesson) for lesson in done
    )
    if random.random() < 0.2:
        Enrollment.objects.filter(pk=enrollment.pk).update(finished_at=timezone.now())
    if random.random() < 0.2:
        leave(course, by=user)
