"""Learners see one edition until the next is released, and lose nothing when pages go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.tests import factories
from courses.tests.release.admin_actions import arrange_curriculum, edit_lesson
from learners.enrollment.enrollment import enroll
from learners.models import Enrollment, LessonCompletion
from learners.progress.progress import complete

pytestmark = pytest.mark.search

SECRET = "zibeline"


@pytest.fixture
def course(published_course) -> CoursePage:
    return published_course


@pytest.fixture
def lessons(course) -> list[LessonPage]:
    return course.outline.lessons


def pages(client, course, lessons) -> dict[str, str]:
    addresses = ["/", "/courses/", "/courses/category/craft/", "/learn/", course.url]
    addresses += [*(lesson.url for lesson in lessons), f"/search/?q={SECRET}", "/sitemap.xml"]
    return {address: client.get(address).content.decode() for address in addresses}


def without_forms(pages: dict[str, str]) -> dict[str, str]:
    """Every page without what differs each time it is asked for."""
    return {
        address: "\n".join(line for line in page.splitlines() if "csrfmiddlewaretoken" not in line)
        for address, page in pages.items()
    }


@pytest.mark.parametrize("stage", ["draft", "in review", "scheduled"])
def test_draft_edition_shows_nowhere(
    course, lessons, student, student_client, instructor, editor, stage
):
    enroll(course, by=student)
    complete(lessons[0], by=student)
    factories.category("Milk")  # which is no draft
    pages(student_client, course, lessons)  # leaves the bookmark where it will be
    before = without_forms(pages(student_client, course, lessons))
    draft_everything(course, lessons)
    if stage != "draft":
        submit(course, by=instructor, despite_findings=True, note=f"About {SECRET}")
    if stage == "scheduled":
        go_live_at = timezone.now() + timedelta(hours=1)
        fingerprint = Changes(course).fingerprint
        approve(course, by=editor, fingerprint=fingerprint, go_live_at=go_live_at)
    after = pages(student_client, course, lessons)
    assert without_forms(after) == before
    del after[f"/search/?q={SECRET}"]  # repeats the question
    assert [address for address, page in after.items() if SECRET in page] == []
    assert Enrollment.objects.with_progress().get().total == 3


def draft_everything(course, lessons) -> None:
    """New titles, texts, order and sections, one lesson more and one less; none of it released."""
    added = factories.lesson(
        course, live=False, title=f"Added {SECRET}", slug="added", free_preview=True
    )
    edit_lesson(lessons[0], title=f"Lesson on {SECRET}", free_preview=True, minutes=77)
    edit_lesson(lessons[1], body=[("text", f"<p>Text on {SECRET}</p>")])
    arrange_curriculum(course, f"Section {SECRET}", added, lessons[1], lessons[0])
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.title, draft.summary = f"Course on {SECRET}", f"Summary on {SECRET}"
    draft.category = factories.category("Milk")
    draft.save_revision(clean=False)


def test_draft_lesson_has_no_address_until_the_release(
    enrolled, release, course, lessons, student_client
):
    draft_everything(course, lessons)
    assert student_client.get(f"{course.url}added/").status_code == 404
    release(course)
    assert student_client.get(f"{course.url}added/").status_code == 200


def test_new_edition_shows_everywhere_at_once(enrolled, release, course, lessons, student_client):
    draft_everything(course, lessons)
    release(course)
    page = student_client.get(course.url).content.decode()
    titles = [lesson.title for lesson in CoursePage.objects.get(pk=course.pk).outline.lessons]
    assert titles == [f"Added {SECRET}", lessons[1].title, f"Lesson on {SECRET}"]
    assert [page.count(title) > 0 for title in titles] == [True] * 3
    assert f"Section {SECRET}" in page
    assert f"Course on {SECRET}" in student_client.get("/learn/").content.decode()


def test_removed_lesson_is_gone_and_its_completion_stays(
    enrolled, release, course, lessons, student, student_client
):
    complete(lessons[2], by=student)
    completed_at = LessonCompletion.objects.get().completed_at
    arrange_curriculum(course, "Part", *lessons[:2])
    release(course)
    assert student_client.get(lessons[2].url).status_code == 404
    url = reverse("learners:complete", args=[lessons[2].pk])
    assert student_client.post(url).status_code == 404
    assert lessons[2].url not in student_client.get(course.url).content.decode()
    record = Enrollment.objects.with_progress().get()
    assert (record.done, record.total) == (0, 2)
    assert LessonCompletion.objects.get().completed_at == completed_at


def test_lesson_put_back_counts_again(enrolled, release, course, lessons, student):
    complete(lessons[2], by=student)
    for curriculum in (lessons[:2], lessons):
        arrange_curriculum(course, "Part", *curriculum)
        release(course)
    record = Enrollment.objects.with_progress().get()
    assert (record.done, record.total) == (1, 3)


def test_course_unpublished_and_published_again_keeps_everything(
    enrolled, release, course, lessons, student, student_client
):
    complete(lessons[0], by=student)
    complete(lessons[1], by=student)
    before = Enrollment.objects.with_progress().values().get()
    CoursePage.objects.get(pk=course.pk).unpublish()
    for page in (course, lessons[0]):
        assert student_client.get(page.url).status_code == 404
    release(course)
    assert Enrollment.objects.with_progress().values().get() == before
    for page in (course, *lessons):
        assert student_client.get(page.url).status_code == 200
