"""The page of a course, for somebody who takes it."""

import pytest
from bs4 import BeautifulSoup

from courses.models import CoursePage
from courses.tests import factories
from learners.enrollment.enrollment import enroll
from learners.enrollment.library import save
from learners.progress.progress import complete
from learners.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(index) -> CoursePage:
    """Two sections of two lessons, ten minutes each."""
    course = factories.course(index, lessons=4)
    lessons = [("lesson", lesson) for lesson in course.outline.lessons]
    first, second = ({"title": title, "summary": ""} for title in ("Basics", "More"))
    course.curriculum = [("section", first), *lessons[:2], ("section", second), *lessons[2:]]
    course.save_revision().publish()
    return CoursePage.objects.get(pk=course.pk)


def page_of(client, course: CoursePage) -> BeautifulSoup:
    return BeautifulSoup(client.get(course.url).content, "html.parser")


def words(element) -> str:
    return " ".join(element.text.split())


def states(page: BeautifulSoup) -> list[str]:
    """What is said of each lesson beside its title."""
    return [words(row.select_one(".visually-hidden")) for row in page.select(".lesson-row")]


def open_sections(page: BeautifulSoup) -> list[str]:
    return [words(section.h3) for section in page.select("details.section[open]")]


def way_on(page: BeautifulSoup) -> tuple[str, str]:
    link = page.select_one("#enrol a.button--primary")
    return words(link), link["href"]


def test_course_page_tells_how_far_one_is(course, student):
    enroll(course, by=student)
    client, lessons = signed_in(student), course.outline.lessons
    page = page_of(client, course)
    assert way_on(page) == ("Start learning", lessons[0].url)
    assert states(page) == ["Next", *["Not completed"] * 3]
    for lesson in (lessons[0], lessons[2]):
        complete(lesson, by=student)
    page = page_of(client, course)
    assert way_on(page) == ("Continue learning", lessons[3].url)
    assert states(page) == ["Completed", "Not completed", "Completed", "Next"]
    assert open_sections(page) == ["More"]
    assert "2 of 4 lessons, about 20 min left" in words(page.select_one("#enrol"))
    assert [words(facts) for facts in page.select(".section__facts")] == [
        "1 of 2 lessons · 20 min",
        "1 of 2 lessons · 20 min",
    ]
    complete(lessons[3], by=student)
    assert way_on(page_of(client, course)) == ("Continue learning", lessons[1].url)
    complete(lessons[1], by=student)
    page = page_of(client, course)
    assert way_on(page) == ("Review course", lessons[0].url)
    assert states(page) == ["Completed"] * 4
    assert open_sections(page) == ["Basics"]
    assert "Finished, 4 of 4 lessons complete" in words(page.select_one("#enrol"))
    client.get(lessons[2].url)  # to look something up
    assert way_on(page_of(client, course)) == ("Review course", lessons[0].url)


def test_others_see_none_of_it(course, student, client):
    enroll(course, by=student)
    complete(course.outline.lessons[0], by=student)
    page_of(signed_in(student), course)
    for browser in (client, signed_in(factories.user("other"))):
        page = page_of(browser, course)
        assert states(page) == ["For enrolled learners"] * 4
        assert open_sections(page) == ["Basics"]
        assert "of 4 lessons" not in words(page.main)


def test_who_is_enrolled_saves_nothing_for_later(course, student):
    client = signed_in(student)
    assert "Save for later" in words(page_of(client, course))
    save(course, by=student)
    enroll(course, by=student)
    assert "Remove from library" in words(page_of(client, course))
    client.post(f"/learn/courses/{course.pk}/unsave/")
    assert "Save for later" not in words(page_of(client, course))
