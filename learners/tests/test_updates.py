"""What learners are told of a release: "Updated", "New since you finished"."""

import re

import pytest
from django.urls import reverse

from courses.models import CoursePage, LessonPage
from courses.release.restore import restore
from courses.tests import factories
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson
from learners.enrollment.enrollment import enroll, leave
from learners.models import Enrollment
from learners.progress.progress import complete, undo
from learners.progress.updates import updates_of

pytestmark = pytest.mark.both_databases


@pytest.fixture
def course(published_course) -> CoursePage:
    return published_course


@pytest.fixture
def lessons(course) -> list[LessonPage]:
    return course.outline.lessons


def news(course, student):
    """What is new in `course` for the student; None if nothing is."""
    return updates_of(Enrollment.objects.of(student).active().with_news()).get(course.pk)


def title(course, student) -> str | None:
    update = news(course, student)
    return update and update.title


def new_lesson(course, **fields) -> LessonPage:
    return factories.lesson(course, live=False, **fields)


def test_release_is_shown_in_numbers_with_its_note(
    enrolled, release, course, lessons, student_client
):
    added = [new_lesson(course, title=f"Added {n}") for n in (1, 2)]
    edit_lesson(lessons[1], title="Told better")
    arrange_curriculum(course, "Part", *lessons, *added)
    assert "Updated:" not in student_client.get(course.url).content.decode()
    release(course, note="More about <b>rye</b>.\nEnjoy.")
    page = student_client.get(course.url).content.decode()
    assert "Updated: 2 new lessons, 1 changed" in page
    assert "More about &lt;b&gt;rye&lt;/b&gt;.<br>Enjoy." in page
    panel = page[page.index('id="updates"') : page.index("Got it")]
    links = re.findall(r'<a href="([^"]+)"', panel)
    assert links == [lessons[1].url, added[0].url, added[1].url]


def test_learner_sees_news_on_the_lesson_and_on_the_dashboard(
    enrolled, release, course, lessons, student_client
):
    edit_lesson(lessons[1], title="Told better")
    release(course)
    for address in (lessons[0].url, "/learn/"):
        page = student_client.get(address).content.decode()
        assert page.count("Updated: 1 lesson changed") == 1, address


def test_finished_learner_stays_finished_and_sees_what_is_new(
    enrolled, release, course, lessons, student, student_client
):
    for lesson in lessons:
        complete(lesson, by=student)
    finished_at = Enrollment.objects.get().finished_at
    added = new_lesson(course)
    arrange_curriculum(course, "Part", *lessons, added)
    release(course)
    for address in (course.url, lessons[0].url, "/learn/"):
        assert (
            "New since you finished: 1 new lesson" in student_client.get(address).content.decode()
        )
    for verb in (complete, undo):
        assert verb(added, by=student).percent == 100
        assert title(course, student) == "New since you finished: 1 new lesson"
    record = Enrollment.objects.with_progress().get()
    assert (record.finished_at, record.percent, record.state) == (finished_at, 100, "finished")


def test_who_was_finished_before_their_last_lesson_sees_no_earlier_releases(
    enrolled, release, course, lessons, student
):
    edit_lesson(lessons[0], title="Told better")
    release(course)
    for lesson in lessons:
        complete(lesson, by=student)
    assert news(course, student) is None


def test_who_enrolls_after_a_release_sees_no_news(release, course, lessons, student):
    edit_lesson(lessons[0], title="Told better")
    release(course, note="Hello")
    enroll(course, by=student)
    assert news(course, student) is None


def test_who_returns_sees_what_they_missed(enrolled, release, course, lessons, student):
    leave(course, by=student)
    edit_lesson(lessons[0], title="Told better")
    release(course)
    assert news(course, student) is None
    enroll(course, by=student)
    assert title(course, student) == "Updated: 1 lesson changed"


def test_correction_is_not_shown(enrolled, release, course, lessons, student):
    edit_lesson(lessons[0], title="Without the slip")
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course, change="correction", note="A slip of the pen")
    assert news(course, student) is None
    edit_lesson(lessons[1], title="Told better")
    release(course)
    assert title(course, student) == "Updated: 1 lesson changed"


def test_new_order_is_shown_by_its_note_alone(enrolled, release, course, lessons, student):
    arrange_curriculum(course, "Part", *reversed(lessons))
    release(course)
    assert news(course, student) is None
    arrange_curriculum(course, "Part", *lessons)
    release(course, note="Back in order.")
    assert title(course, student) == "Updated"
    assert [release_note.note for release_note in news(course, student).notes] == ["Back in order."]


def test_releases_are_summed_to_what_differs_now(enrolled, release, course, lessons, student):
    first, second, third = lessons
    short_lesson, added = new_lesson(course), new_lesson(course)
    edit_lesson(first, title="Again")
    arrange_curriculum(course, "Part", first, second, third, short_lesson, added)
    release(course, note="First")
    edit_lesson(first, title="And again")
    edit_lesson(added, title="Better")
    arrange_curriculum(course, "Part", first, third, added)
    release(course, note="Second")
    update = news(course, student)
    assert update.title == "Updated: 1 new lesson, 1 changed, 1 removed"
    assert (update.new, update.changed, update.removed) == ({added.pk}, {first.pk}, [second.title])
    assert [release_note.note for release_note in update.notes] == ["Second", "First"]


def test_restored_release_is_no_news(enrolled, release, course, lessons, student, editor):
    edit_lesson(lessons[0], title="A mistake")
    arrange_curriculum(course, "Part", lessons[0], lessons[1], new_lesson(course))
    release(course)
    assert title(course, student) == "Updated: 1 new lesson, 1 changed, 1 removed"
    restore(course.releases.get(number=1), by=editor)
    assert news(course, student) is None


def test_republished_course_is_not_all_new(enrolled, release, course, lessons, student):
    for lesson in lessons:
        LessonPage.objects.get(pk=lesson.pk).unpublish()
    CoursePage.objects.get(pk=course.pk).unpublish()
    edit_lesson(lessons[0], title="Told better")
    release(course)
    assert title(course, student) == "Updated: 1 lesson changed"


def test_lesson_put_back_is_new_to_those_who_never_had_it(release, course, lessons, student):
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course)
    enroll(course, by=student)
    arrange_curriculum(course, "Part", *lessons)
    release(course)
    assert (title(course, student), news(course, student).new) == (
        "Updated: 1 new lesson",
        {lessons[2].pk},
    )


def marks(page: str, lesson: LessonPage) -> list[str]:
    """The marks that the outline on a page gives to `lesson`."""
    rows = re.findall(r"<li\b.*?</li>", page[page.rindex('id="content"') :], re.DOTALL)
    row = next(row for row in rows if f'href="{lesson.url}"' in row)
    return re.findall(r"</svg>\s*(New|Updated)\s*</span>", row)


def test_outline_labels_new_and_changed_lessons(
    enrolled, release, course, lessons, student, student_client
):
    added = new_lesson(course)
    edit_lesson(lessons[0], minutes=7)
    arrange_curriculum(course, "Part", *lessons, added)
    release(course)

    def outline_marks() -> list[list[str]]:
        page = student_client.get(course.url).content.decode()
        return [marks(page, marked_lesson) for marked_lesson in (lessons[0], lessons[1], added)]

    assert outline_marks() == [["Updated"], [], ["New"]]
    complete(added, by=student)
    assert outline_marks() == [["Updated"], [], []]
    lesson = student_client.get(lessons[1].url).content.decode()
    assert len(re.findall(r"icon--changed.*?</svg>\s*Updated\s*</span>", lesson, re.DOTALL)) == 1


def test_others_see_no_news(enrolled, release, course, lessons, client):
    edit_lesson(lessons[0], title="Told better", free_preview=True)
    release(course, note="Secret of the enrolled")
    other = factories.user("other")
    for user in (None, other):
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for address in (course.url, lessons[0].url):
            page = client.get(address).content.decode()
            assert "lesson changed" not in page
            assert "Secret of the enrolled" not in page
    assert "/updates/" not in client.get(course.url).content.decode()


def test_address_to_dismiss_is_not_for_visitors(course, client):
    url = reverse("learners:dismiss", args=[course.pk])
    assert client.get(url).status_code == 405
    assert client.post(url, {"release": 1}).url.startswith("/accounts/login/?next=/learn/again/")
