"""What a rendered page says, in parts."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from courses.models import CoursePage, LessonPage

MODES = ["visitor", "enrolled", "halfway", "finished"]
DONE = {"enrolled": 0, "halfway": 1, "finished": 3}


def walk(course: CoursePage, mode: str, lesson: LessonPage | None = None) -> str:
    """The address of a course or lesson in the walk through the draft."""
    if lesson:
        return reverse("courses_admin:preview_lesson", args=[course.pk, mode, lesson.pk])
    return reverse("courses_admin:preview", args=[course.pk, mode])


def draft_view(page: CoursePage | LessonPage, mode: str) -> str:
    """The address of Wagtail's own "view draft"."""
    return reverse("wagtailadmin_pages:view_draft", args=[page.pk]) + f"?mode={mode}"


def soup(client: Client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(part: BeautifulSoup) -> str:
    return " ".join(part.get_text(" ").split())


def rows(page: BeautifulSoup) -> list[str]:
    """The titles in the list of lessons, on the page of a course or of a lesson."""
    return [text_of(element) for element in page.select(".lesson-row__title, .outline__title")]


def locks(page: BeautifulSoup) -> int:
    return len(page.select('.lesson-row__state use[href$="#lock"]'))


def links(page: BeautifulSoup, within: str = "main") -> set[str]:
    anchors = page.select(f"{within} a[href]")
    return {anchor["href"].partition("?")[0].partition("#")[0] for anchor in anchors}


def button_labels(page: BeautifulSoup) -> list[str]:
    """The buttons for learners: of the enrolment panel and below a lesson."""
    return [text_of(element) for element in page.select("#enrol .button, #your-progress .button")]
