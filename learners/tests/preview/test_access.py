"""Who may walk through a draft, and that no draft gets out."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupApprovalTask, Workflow, WorkflowPage, WorkflowTask

from courses.models import CoursePage
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.conftest import client_of, person
from learners.enrollment.enrollment import enroll

from .reading import MODES, draft_view, links, rows, soup, walk


def addresses(course, lesson) -> list[str]:
    return [walk(course, mode, page) for mode in MODES for page in (None, lesson)]


def statuses(client, course, lesson) -> set[int]:
    return {client.get(url).status_code for url in addresses(course, lesson)}


@pytest.fixture
def stranger_client(index):
    """An instructor, of another course."""
    stranger = person("stranger", INSTRUCTORS)
    ensure_team(factories.course(index), members=[stranger])
    return client_of(stranger)


def test_team_and_editors_may_open_the_preview(instructor_client, editor_client, redrafted, drafts):
    assert statuses(instructor_client, redrafted, drafts[1]) == {200}
    assert statuses(editor_client, redrafted, drafts[1]) == {200}


def test_everyone_else_is_refused(client, student_client, stranger_client, redrafted, drafts):
    for outsider, status in ((client, 302), (student_client, 403), (stranger_client, 302)):
        assert statuses(outsider, redrafted, drafts[1]) == {status}
        for url in addresses(redrafted, drafts[1]):
            response = outsider.get(url, follow=True)
            assert b"The next edition" not in response.content
            assert b"Brand new" not in response.content


def test_lesson_of_another_course_cannot_be_fetched(instructor_client, index, redrafted):
    foreign = factories.course(index).outline.lessons[0]
    assert instructor_client.get(walk(redrafted, "enrolled", foreign)).status_code == 404


def test_reviewer_of_the_current_step_may_open_the_preview(index, redrafted, drafts, instructor):
    group = Group.objects.create(name="Subject experts")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    expert = factories.user("expert")
    expert.groups.add(group)
    client = client_of(expert)
    assert statuses(client, redrafted, drafts[1]) == {302}
    workflow = Workflow.objects.create(name="Expert, then editor")
    for order, name in enumerate(["Subject experts", EDITORS]):
        task = GroupApprovalTask.objects.create(name=name)
        task.groups.add(Group.objects.get(name=name))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    submit(CoursePage.objects.get(pk=redrafted.pk), by=instructor, despite_findings=True)
    assert statuses(client, redrafted, drafts[1]) == {200}


@pytest.mark.parametrize(
    "path",
    ["0/preview/visitor/", "99999999999999999999/preview/visitor/", "{}/preview/nobody/"]
    + ["{}/preview/visitor/0/", "{}/preview/visitor/99999999999999999999/"],
)
def test_what_does_not_exist_is_not_found(instructor_client, redrafted, path):
    assert instructor_client.get(f"/admin/courses/{path}".format(redrafted.pk)).status_code == 404


def test_unknown_mode_of_a_draft_view_is_not_found(instructor_client, redrafted):
    assert instructor_client.get(draft_view(redrafted, "nobody")).status_code == 404


def test_preview_is_not_cached_indexed_or_framed(instructor_client, redrafted, drafts):
    for url in addresses(redrafted, drafts[1]):
        response = instructor_client.get(url)
        assert {"no-store", "private"} <= {*response["Cache-Control"].split(", ")}
        assert response["X-Robots-Tag"] == "noindex"
        assert response["X-Frame-Options"] == "DENY"


QUERIES = "?preview=halfway&mode=finished&preview_as=finished&in_preview_panel=true&walk=1"


def test_public_urls_show_no_previews(client, student, student_client, redrafted, drafts):
    enroll(redrafted, by=student)
    for browser in (client, student_client):
        page = soup(browser, redrafted.url + QUERIES)
        assert rows(page) == [lesson.title for lesson in redrafted.outline.lessons]
        assert page.select(".preview-bar, .previewed") == []
        assert "The next edition" not in page.text
    lesson = drafts[2]
    page = soup(student_client, lesson.url + QUERIES)
    assert "Drafted text." not in page.text
    assert "0 of 3 lessons complete" in page.text
    assert client.get(drafts[1].url + QUERIES).status_code == 404


def test_course_that_was_never_live_stays_unknown(client, student_client, draft_course):
    for reader in (client, student_client):
        assert reader.get(draft_course.url + QUERIES).status_code == 404


def test_preview_does_not_change_links_of_the_next_request(editor_client, editor, redrafted):
    """Both are answered by the same thread."""
    enroll(redrafted, by=editor)
    public = links(soup(editor_client, redrafted.url))
    for mode in MODES:
        assert editor_client.get(walk(redrafted, mode)).status_code == 200
        assert links(soup(editor_client, redrafted.url)) == public
    assert not any(link.startswith("/admin/courses/") for link in public)
