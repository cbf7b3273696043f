"""An archived course: closed to new learners, still open to those who take it."""

import pytest
from django.urls import reverse

from courses.catalogue.landing import Landing
from courses.models import CoursePage
from courses.release.archiving import archive, reopen
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture
from learners.enrollment.enrollment import enroll, leave
from learners.enrollment.library import save
from learners.exceptions import CourseArchivedRefusal
from learners.models import Enrollment, SavedCourse
from learners.progress.progress import complete
from learners.tests import files
from web.tests.page_cache.cold import forget_pages

pytestmark = pytest.mark.search

NO_NEW = "This course takes no new learners"

# What each role gets of an archived course; 302 leads to the course page.
EXPECTED = {
    #                   course preview lesson document
    "visitor": (200, 302, 302, 404),
    "student": (200, 302, 302, 404),
    "enrolled": (200, 200, 200, 200),
    "enrolled elsewhere": (200, 302, 302, 404),
    "left": (200, 302, 302, 404),
    "team": (200, 200, 200, 200),
    "other instructor": (200, 302, 302, 404),
    "editor": (200, 200, 200, 200),
    "admin": (200, 200, 200, 200),
}


@pytest.fixture
@cached_fixture
def admin(db):
    return factories.user("boss", is_superuser=True)


@pytest.fixture
def preview(lessons):
    """The first lesson as a free preview with a document."""
    lessons[0].free_preview = True
    files.add_files(lessons[0], document=files.document())
    return lessons[0]


@pytest.fixture
def archived(course, preview, admin) -> CoursePage:
    archive(course, by=admin)
    return CoursePage.objects.get(pk=course.pk)


def text(client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


@pytest.mark.parametrize("role", EXPECTED)
def test_archived_course_opens_to_those_who_take_or_make_it(
    client_of, course, preview, lessons, admin, role
):
    client = client_of(role)
    archive(course, by=admin)
    document = preview.body[1].value["document"]
    addresses = [course.url, preview.url, lessons[1].url, document.url]
    assert tuple(client.get(address).status_code for address in addresses) == EXPECTED[role]


def listings(client, course, preview) -> dict[str, bool]:
    """Where a visitor comes across `course`."""
    other = factories.course(course.get_parent().specific, lessons=1)
    forget_pages()  # a kept one has no context to look into
    response = {
        "counted": client.get("/courses/").context["catalogue"].total > 1,
        "catalogue": course.url in text(client, "/courses/"),
        "category": course.url in text(client, "/courses/category/craft/"),
        "landing": course.url in text(client, "/"),
        "landing counts": Landing([course.pk], limit=4).course_count > 1,
        "related": course.url in text(client, other.url),
        "search": course.url in text(client, f"/search/?q={course.slug}+{course.title}"),
        "search in lessons": preview.url in text(client, f"/search/?q={preview.title}"),
        "sitemap": course.url in text(client, "/sitemap.xml"),
        "sitemap of lessons": preview.url in text(client, "/sitemap.xml"),
    }
    other.delete()
    return response


def test_archived_course_is_found_nowhere_until_it_is_reopened(client, course, preview, admin):
    course.title = "Zibeline weaving"
    course.save_revision().publish()
    assert set(listings(client, course, preview).values()) == {True}
    archive(course, by=admin)
    assert set(listings(client, course, preview).values()) == {False}
    reopen(course, by=admin)
    assert set(listings(client, course, preview).values()) == {True}


def test_category_of_archived_courses_alone_is_offered_no_more(client, archived):
    assert "/courses/category/craft/" not in text(client, "/")
    assert "/courses/category/craft/" not in text(client, "/sitemap.xml")


def test_learner_finds_lessons_of_their_archived_course(student, student_client, course, admin):
    enroll(course, by=student)
    lesson = course.outline.lessons[1]
    archive(course, by=admin)
    assert lesson.url in text(student_client, f"/search/?q={lesson.title}")


def test_archived_page_shows_its_state_to_visitors_and_search_engines(
    client, course, preview, admin
):
    before = text(client, course.url)
    assert ("noindex" in before, "ld+json" in before, NO_NEW in before) == (False, True, False)
    archive(course, by=admin)
    page = text(client, course.url)
    assert ("noindex" in page, "ld+json" in page, NO_NEW in page) == (True, False, True)
    assert "Sign up to enrol" not in page
    assert f'href="{preview.url}"' not in page


def test_locked_lesson_promises_nothing(client, student_client, archived, lessons):
    for browser in (client, student_client):
        page = text(browser, lessons[1].url)
        assert NO_NEW in page
        assert "opens when you enrol" not in page
        assert "Enrol now" not in page


def test_signing_in_redirects_a_learner_to_their_lesson(client, archived, lessons):
    page = text(client, lessons[1].url)
    assert f'href="/accounts/login/?next={lessons[1].url}"' in page


def test_enrolling_is_refused_with_an_explanation(student, student_client, archived):
    response = student_client.post(reverse("learners:enrol", args=[archived.pk]))
    assert (response.status_code, response.url) == (303, archived.url)
    page = text(student_client, archived.url)
    assert "takes no new learners any more. You find others in the catalogue." in page
    assert not Enrollment.objects.exists()
    with pytest.raises(CourseArchivedRefusal):
        enroll(archived, by=student)


def test_learner_continues_and_finishes(student, student_client, course, lessons, admin):
    enroll(course, by=student)
    archive(course, by=admin)
    page = text(student_client, course.url)
    assert "it takes no new learners, and stays open to you" in page
    assert "Start learning" in page
    for lesson in lessons:
        assert student_client.get(lesson.url).status_code == 200
        student_client.post(reverse("learners:complete", args=[lesson.pk]))
    assert Enrollment.objects.get().finished_at is not None


def test_who_left_may_return(student, student_client, course, lessons, admin):
    enroll(course, by=student)
    complete(lessons[0], by=student)
    leave(course, by=student)
    archive(course, by=admin)
    assert "Enrol now" in text(student_client, course.url)
    student_client.post(reverse("learners:enrol", args=[course.pk]))
    record = Enrollment.objects.with_progress().get()
    assert (record.is_active, record.done) == (True, 1)


def test_own_pages_mark_archived_courses(index, student, student_client, course, admin):
    open_course = factories.course(index, lessons=1)
    for taken_course in (course, open_course):
        enroll(taken_course, by=student)
        save(taken_course, by=student)
    assert "Archived" not in text(student_client, "/learn/")
    archive(course, by=admin)
    assert text(student_client, "/learn/library/").count("Archived") == 1
    assert text(student_client, "/learn/").count("Archived") == 1


def test_archived_course_is_not_saved_for_later(student, student_client, archived):
    assert "Save for later" not in text(student_client, archived.url)
    response = student_client.post(reverse("learners:save", args=[archived.pk]))
    assert (response.status_code, response.url) == (303, archived.url)
    assert not SavedCourse.objects.exists()


def test_saved_course_can_be_taken_out_of_the_library(student, student_client, course, admin):
    save(course, by=student)
    archive(course, by=admin)
    assert "Remove from library" in text(student_client, course.url)
    student_client.post(reverse("learners:unsave", args=[course.pk]))
    assert not SavedCourse.objects.exists()


def test_archived_page_takes_as_few_queries(client, student_client, course, preview, admin):
    before = [get_query_count(browser, course.url) for browser in (client, student_client)]
    archive(course, by=admin)
    after = [get_query_count(browser, course.url) for browser in (client, student_client)]
    # Where the catalogue is takes one, and whether the signed-in person may return another.
    assert (after[0] <= before[0] + 1, after[1] <= before[1] + 2) == (True, True)
