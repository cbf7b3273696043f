"""Progress over the live curriculum, and the day a course is finished."""

import pytest
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from learners.enrollment.enrollment import enroll, leave
from learners.exceptions import LessonClosedRefusal, NotEnrolledRefusal
from learners.models import Enrollment, LessonCompletion
from learners.models.enrollment import percent
from learners.models.querysets import State
from learners.progress.progress import complete, opened, undo

pytestmark = pytest.mark.both_databases


def progress_of(student) -> tuple[int, int, int, str]:
    enrollment = Enrollment.objects.of(student).with_progress().get()
    return enrollment.done, enrollment.total, enrollment.percent, enrollment.state


@pytest.mark.parametrize(
    ("done", "total", "finished", "expected"),
    [
        (0, 0, False, 0),
        (0, 3, False, 0),
        (1, 3, False, 33),
        (2, 3, False, 66),
        (199, 200, False, 99),
        (999, 1000, False, 99),
        (3, 3, False, 100),
        (0, 3, True, 100),
        (0, 0, True, 100),
    ],
)
def test_percent_is_rounded_down_and_finished_is_whole(done, total, finished, expected):
    assert percent(done, total, finished=finished) == expected


def test_course_is_finished_with_its_last_lesson(enrolled, student, lessons):
    assert [complete(lesson, by=student).percent for lesson in lessons] == [33, 66, 100]
    enrolled.refresh_from_db()
    assert enrolled.finished_at is not None


def test_only_the_finishing_completion_is_flagged(enrolled, student, lessons):
    flags = [complete(lesson, by=student).just_finished for lesson in [*lessons, lessons[2]]]
    assert flags == [False, False, True, False]


def test_completing_twice_counts_once_and_keeps_the_first_date(enrolled, student, lessons):
    complete(lessons[0], by=student)
    first = LessonCompletion.objects.get().completed_at
    assert complete(lessons[0], by=student).done == 1
    assert LessonCompletion.objects.get().completed_at == first


def test_undo_takes_back_one_lesson(enrolled, student, lessons):
    complete(lessons[0], by=student)
    complete(lessons[1], by=student)
    assert undo(lessons[0], by=student).done == 1
    assert undo(lessons[0], by=student).done == 1
    assert LessonCompletion.objects.get().lesson == lessons[1]


def test_finished_stays_finished(enrolled, student, course, lessons):
    for lesson in lessons:
        complete(lesson, by=student)
    finished_at = Enrollment.objects.get().finished_at
    undo(lessons[0], by=student)
    factories.place_in_curriculum(course, [*lessons, factories.lesson(course)])
    assert progress_of(student) == (2, 4, 100, State.FINISHED)
    complete(lessons[0], by=student)
    assert Enrollment.objects.get().finished_at == finished_at


def test_course_completed_again_keeps_its_first_date(enrolled, student, lessons):
    for lesson in lessons:
        complete(lesson, by=student)
    finished_at = Enrollment.objects.get().finished_at
    undo(lessons[0], by=student)
    assert not complete(lessons[0], by=student).just_finished
    assert Enrollment.objects.get().finished_at == finished_at


def test_empty_curriculum_is_no_progress_and_not_finished(index, student):
    enroll(factories.course(index, lessons=0), by=student)
    assert progress_of(student) == (0, 0, 0, State.NOT_STARTED)


def test_progress_is_counted_over_the_curriculum_as_it_stands(enrolled, student, course, lessons):
    """Whatever editors do, it stays within 0 and 100."""
    complete(lessons[0], by=student)
    complete(lessons[1], by=student)
    factories.place_in_curriculum(
        course, [*lessons, factories.lesson(course), factories.lesson(course)]
    )
    assert progress_of(student) == (2, 5, 40, State.IN_PROGRESS)
    lessons[1].unpublish()
    assert progress_of(student) == (1, 4, 25, State.IN_PROGRESS)
    factories.place_in_curriculum(course, [lessons[1], lessons[2]])
    assert progress_of(student) == (0, 1, 0, State.IN_PROGRESS)
    LessonPage.objects.get(pk=lessons[1].pk).save_revision().publish()
    assert progress_of(student) == (1, 2, 50, State.IN_PROGRESS)
    factories.place_in_curriculum(course, [lessons[1]])
    assert progress_of(student) == (1, 1, 100, State.FINISHED)
    factories.place_in_curriculum(course, [])
    assert progress_of(student) == (0, 0, 0, State.IN_PROGRESS)


def test_draft_curriculum_changes_no_progress(enrolled, student, course, lessons):
    complete(lessons[0], by=student)
    course.curriculum = [("lesson", lessons[0])]
    course.save_revision()
    assert progress_of(student) == (1, 3, 33, State.IN_PROGRESS)


def test_course_shrunk_to_what_is_done_is_finished_when_next_opened(
    enrolled, student, course, lessons
):
    complete(lessons[0], by=student)
    factories.place_in_curriculum(course, [lessons[0]])
    opened(lessons[0], by=student)
    assert Enrollment.objects.get().finished_at is not None


def test_unpublished_course_counts_nothing(enrolled, student, course, lessons):
    complete(lessons[0], by=student)
    course.unpublish()
    assert progress_of(student) == (0, 0, 0, State.IN_PROGRESS)


@pytest.mark.parametrize("verb", [complete, undo, opened])
def test_lesson_outside_the_live_curriculum_is_refused(enrolled, student, course, lessons, verb):
    unplaced = factories.lesson(course)
    lessons[1].unpublish()
    for lesson in (unplaced, lessons[1]):
        with pytest.raises(LessonClosedRefusal, match="not part of the course any more"):
            verb(lesson, by=student)
    course.unpublish()
    with pytest.raises(LessonClosedRefusal):
        verb(lessons[0], by=student)
    assert not LessonCompletion.objects.exists()


@pytest.mark.parametrize("verb", [complete, undo, opened])
def test_only_active_learners_of_this_course_make_progress(
    enrolled, student, index, course, lessons, verb
):
    other = factories.course(index, lessons=1)
    with pytest.raises(NotEnrolledRefusal, match="Enrol in the course first"):
        verb(other.outline.lessons[0], by=student)
    leave(course, by=student)
    with pytest.raises(NotEnrolledRefusal):
        verb(lessons[0], by=student)


def test_states_group_enrollments(index, student):
    courses = [factories.course(index, lessons=2) for _ in range(4)]
    for course in courses:
        enroll(course, by=student)
    opened(courses[1].outline.lessons[0], by=student)
    complete(courses[2].outline.lessons[0], by=student)
    for lesson in courses[3].outline.lessons:
        complete(lesson, by=student)
    enrollments = Enrollment.objects.of(student)
    querysets = (enrollments.not_started(), enrollments.in_progress(), enrollments.finished())
    assert [{enrollment.course_id for enrollment in queryset} for queryset in querysets] == [
        {courses[0].pk},
        {courses[1].pk, courses[2].pk},
        {courses[3].pk},
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_progress_of_many_courses_is_one_query(index, student, number, django_assert_num_queries):
    for _ in range(number):
        enroll(factories.course(index, lessons=number), by=student)
    with django_assert_num_queries(1):
        enrollments = Enrollment.objects.of(student).active().with_progress()
        assert [enrollment.percent for enrollment in enrollments] == [0] * number


def test_another_learners_completions_do_not_count(enrolled, student, course, lessons):
    other = factories.user("other")
    enroll(course, by=other)
    complete(lessons[0], by=other)
    assert progress_of(student) == (0, 3, 0, State.NOT_STARTED)


def post(client, name, lesson, **data):
    return client.post(reverse(f"learners:{name}", args=[lesson.pk]), data)


def test_complete_redirects_to_the_lesson_or_the_next(enrolled, student_client, lessons):
    url = f"{lessons[0].url}#your-progress"
    assert post(student_client, "complete", lessons[0]).url == url
    assert post(student_client, "complete", lessons[0], then="next").url == lessons[1].url
    assert post(student_client, "undo", lessons[0]).url == url


def test_last_lesson_has_no_next_one(enrolled, student_client, lessons):
    response = post(student_client, "complete", lessons[2], then="next")
    assert (response.status_code, response.url) == (303, f"{lessons[2].url}#your-progress")


def test_next_lesson_skips_what_is_not_published(enrolled, student_client, lessons):
    lessons[1].unpublish()
    assert post(student_client, "complete", lessons[0], then="next").url == lessons[2].url


def test_completing_without_being_enrolled_shows_a_message_on_the_course_page(
    student_client, course, lessons
):
    response = post(student_client, "complete", lessons[0])
    assert (response.status_code, response.url) == (303, course.url)
    assert "Enrol in the course first." in student_client.get(course.url).content.decode()
    assert not LessonCompletion.objects.exists()


@pytest.mark.parametrize("verb", ["complete", "undo", "opened"])
def test_lesson_verbs_are_posts_by_people(client, student_client, enrolled, lessons, verb):
    address = reverse(f"learners:{verb}", args=[lessons[0].pk])
    assert student_client.get(address).status_code == 405
    assert client.post(address).url.startswith("/accounts/login/?next=/")
    for pk in (0, enrolled.course_id, 10**30):
        assert student_client.post(f"/learn/lessons/{pk}/{verb}/").status_code == 404
    lessons[0].unpublish()
    assert student_client.post(address).status_code == 404


@pytest.mark.parametrize("verb", ["complete", "undo", "opened"])
def test_lesson_of_a_private_course_is_not_found(client, student_client, course, lessons, verb):
    PageViewRestriction.objects.create(page=course, restriction_type="groups")
    for browser in (client, student_client):
        assert post(browser, verb, lessons[0]).status_code == 404


def test_touched_lesson_and_course_cannot_be_deleted(enrolled, student, course, lessons):
    complete(lessons[0], by=student)
    opened(lessons[1], by=student)
    admin = factories.user("admin", is_superuser=True)
    pages = [course, *lessons]
    assert [page.permissions_for_user(admin).can_delete() for page in pages] == [False] * 3 + [True]
    for page in pages[1:3]:
        with pytest.raises(ProtectedError):
            page.delete()


def test_course_with_a_record_is_deleted_by_no_editor_though_it_seems_never_published(
    enrolled, course, editor
):
    CoursePage.objects.update(live=False, first_published_at=None)
    LessonPage.objects.update(live=False, first_published_at=None)
    draft = CoursePage.objects.get()
    assert not draft.permissions_for_user(editor).can_delete()
    enrolled.delete()
    assert CoursePage.objects.get().permissions_for_user(editor).can_delete()


def test_deleting_an_account_takes_its_records_and_leaves_the_pages(
    enrolled, student, course, lessons
):
    complete(lessons[0], by=student)
    student.delete()
    assert not Enrollment.objects.exists()
    assert course.permissions_for_user(factories.user("a", is_superuser=True)).can_delete()
