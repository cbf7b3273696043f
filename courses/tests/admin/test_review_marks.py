"""On the way to a decision: ticks for what was looked at, and one reason for many findings."""

import re

import pytest
from django.urls import reverse

from courses.models import CoursePage, CourseRelease, LessonPage, ReviewedPage
from courses.release.changes import Changes
from courses.release.review import DECIDED
from courses.release.submission import submit, withdraw
from courses.teams.roles import EDITORS
from courses.tests.fixture_cache import cached_fixture
from courses.tests.release import admin_actions
from courses.tests.release.conftest import client_of, person

from .messages import message_texts
from .test_review import review_url
from .test_submit import STEEP_HEADING

STEEP = [("text", "<h2>Flat</h2><h4>Too deep</h4><p>Text.</p>")]


@pytest.fixture
@cached_fixture
def in_review(published_course, instructor) -> CoursePage:
    """Two of three lessons are edited, and both skip a level of headings twice."""
    for lesson in published_course.outline.lessons[:2]:
        admin_actions.edit_lesson(lesson, title=f"{lesson.title}, again", body=[*STEEP, *STEEP])
    submit(published_course, by=instructor, despite_findings=True)
    return published_course


def press(client, course: CoursePage, lesson: LessonPage, **fields):
    """The row's own button."""
    html = client.get(review_url(course)).content.decode()
    (action,) = re.findall(rf'value="((?:un)?tick:{lesson.pk}\b[^"]*)"', html)
    return admin_actions.decide(client, course, action, **fields)


def ticked(client, course: CoursePage) -> list[int]:
    table = client.get(review_url(course)).context["table"]
    return [row.row.page.pk for row in table.to_look_at if row.is_ticked]


def test_tick_is_kept_for_its_reviewer_until_the_lesson_changes(
    in_review, instructor, editor_client
):
    one, two, _three = in_review.outline.lessons
    response = press(editor_client, in_review, one, comment="Half", **{f"note-{one.pk}": "A note"})
    html = response.content.decode()
    assert "1 of 2 pages looked at" in html
    assert "Half</textarea>" in html.replace("\n", "")
    assert "A note</textarea>" in html
    press(editor_client, in_review, two)
    assert ticked(editor_client, in_review) == [one.pk, two.pk]
    assert ticked(client_of(person("second", EDITORS)), in_review) == []

    admin_actions.edit_lesson(two, title="Two, mended")
    assert ticked(editor_client, in_review) == [one.pk]
    withdraw(in_review, by=instructor)
    submit(in_review, by=instructor, despite_findings=True)
    assert ticked(editor_client, in_review) == [one.pk]
    press(editor_client, in_review, one)
    assert ticked(editor_client, in_review) == []
    assert in_review.releases.first().status == CourseRelease.Status.IN_REVIEW


def test_comparison_ticks_what_it_shows(in_review, editor_client, instructor_client):
    one = in_review.outline.lessons[0]
    url = reverse("courses_admin:compare", args=[in_review.pk, one.pk, "live"])
    (action,) = re.findall(r'value="(tick:[^"]*)"', editor_client.get(url).content.decode())
    editor_client.post(review_url(in_review), {"action": action})
    assert ticked(editor_client, in_review) == [one.pk]
    assert 'value="tick:' not in instructor_client.get(url).content.decode()


def test_page_that_changed_meanwhile_is_not_ticked(in_review, editor_client):
    one = in_review.outline.lessons[0]
    html = editor_client.get(review_url(in_review)).content.decode()
    (action,) = re.findall(rf'value="(tick:{one.pk}:[^"]*)"', html)
    admin_actions.edit_lesson(one, title="Unseen")
    response = admin_actions.decide(editor_client, in_review, action)
    assert message_texts(response) == [
        "This page has changed since you opened the review. Look at it again, then tick it."
    ]
    assert ReviewedPage.objects.count() == 0


def test_tick_that_comes_after_the_review_is_told_so(in_review, editor_client, instructor):
    one = in_review.outline.lessons[0]
    fingerprint = Changes(in_review).page_fingerprints[one.pk]
    withdraw(in_review, by=instructor)
    response = admin_actions.decide(editor_client, in_review, f"tick:{one.pk}:{fingerprint}")
    assert message_texts(response) == [DECIDED]


@pytest.mark.parametrize("key", ["", "x", "0:", "²:a", "9" * 40 + ":a", "\0"])
def test_invalid_tick_changes_nothing(in_review, editor_client, key):
    for verb in ("tick", "untick"):
        assert admin_actions.decide(editor_client, in_review, f"{verb}:{key}").status_code < 500
    assert ReviewedPage.objects.count() == 0


def test_authors_tick_nothing(in_review, instructor_client):
    one = in_review.outline.lessons[0]
    fingerprint = Changes(in_review).page_fingerprints[one.pk]
    url = review_url(in_review)
    assert "data-review-tick" not in instructor_client.get(url).content.decode()
    admin_actions.decide(instructor_client, in_review, f"tick:{one.pk}:{fingerprint}")
    assert ReviewedPage.objects.count() == 0


def test_all_of_a_kind_are_waived_with_one_reason(in_review, editor, editor_client):
    response = editor_client.get(review_url(in_review))
    (group,) = response.context["waivable_groups"]
    assert (group.title, len(group.lines)) == ("Headings that skip a level", 4)
    assert 'href="#waivable">4 to be fixed or waived' in response.content.decode()
    action = f"waive-all:{group.key}"
    reason = {"reason-all:heading-skipped": "The source has it so."}

    response = admin_actions.decide(editor_client, in_review, action)
    assert message_texts(response) == ["Give a reason: it is kept with the release."]
    admin_actions.edit_lesson(in_review.outline.lessons[1], body=[*STEEP, *STEEP, *STEEP])
    response = admin_actions.decide(editor_client, in_review, action, **reason)
    assert message_texts(response)[0].startswith("What is found has changed")
    assert in_review.releases.first().waivers.count() == 0

    (group,) = response.context["waivable_groups"]
    response = admin_actions.decide(
        editor_client, in_review, f"waive-all:{group.key}", comment="Half", **reason
    )
    assert message_texts(response) == ["Waived: 5 findings"]
    waivers = in_review.releases.first().waivers.values_list("reason", "by")
    assert set(waivers) == {("The source has it so.", editor.pk)}
    html = response.content.decode()
    assert "Nothing to be fixed" in html
    assert html.count("The source has it so.") == 1
    admin_actions.approve(editor_client, in_review)
    release = in_review.releases.first()
    assert release.status == CourseRelease.Status.PUBLISHED
    html = editor_client.get(reverse("courses_admin:release", args=[release.pk])).content.decode()
    assert html.count("The source has it so.") == 1


def test_authors_waive_no_kind(in_review, editor_client, instructor_client):
    (group,) = editor_client.get(review_url(in_review)).context["waivable_groups"]
    reason = {"reason-all:heading-skipped": "It is mine."}
    admin_actions.decide(instructor_client, in_review, f"waive-all:{group.key}", **reason)
    assert in_review.releases.first().waivers.count() == 0


def test_findings_of_one_page_alone_have_no_kind_to_waive(
    published_course, instructor, editor_client
):
    admin_actions.edit_lesson(published_course.outline.lessons[0], body=STEEP_HEADING)
    submit(published_course, by=instructor, despite_findings=True)
    html = editor_client.get(review_url(published_course)).content.decode()
    assert 'value="waive:' in html
    assert 'value="waive-all:' not in html
