"""Taking a course offline: its learners are named, and the archive is offered first."""

from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage
from courses.release.archiving import archive
from courses.teams.roles import EDITORS
from courses.tests import factories
from courses.tests.release.conftest import client_of, person
from learners.enrollment.enrollment import enroll
from learners.progress.progress import complete


def add_learners(course: CoursePage) -> None:
    """Three, of whom one has begun and one has finished."""
    learners = [factories.user(f"learner-{number}") for number in range(3)]
    for learner in learners:
        enroll(course, by=learner)
    lessons = course.outline.lessons
    complete(lessons[0], by=learners[0])
    for lesson in lessons:
        complete(lesson, by=learners[1])


def bulk_page(client, action: str, *pages: Page):
    keys = "&".join(f"id={page.pk}" for page in pages)
    return client.get(f"/admin/bulk/wagtailcore/page/{action}/?next=/admin/&{keys}")


def test_unpublishing_names_learners_and_offers_the_archive_first(course):
    editor = person("editor", EDITORS)
    editor_client = client_of(editor)
    url = reverse("wagtailadmin_pages:unpublish", args=[course.pk])
    assert "enrolled" not in editor_client.get(url).content.decode()
    add_learners(course)
    pages = [
        " ".join(response.content.decode().split())
        for response in (
            editor_client.get(url),
            bulk_page(editor_client, "unpublish", course),
        )
    ]
    for html in pages:
        assert "<strong>3</strong> learners are enrolled: <strong>1</strong> in progress" in html
        archive_link = f'href="{reverse("courses_admin:archive", args=[course.pk])}"'
        assert html.index(archive_link) < html.index("Yes, unpublish")
    archive(course, by=editor)
    html = editor_client.get(url).content.decode()
    assert "It is archived already" in html
    assert "Archive it instead" not in html
    editor_client.post(url, {"include_descendants": "on"})
    assert not CoursePage.objects.get(pk=course.pk).live
    assert Page.objects.child_of(course).live().count() == 3
