"""What finding costs: nothing more for lessons that stay, nothing for each that is changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.tests import factories
from media.models import VideoTrack
from media.tests import factories as media

from . import admin_actions

pytestmark = pytest.mark.django_db


def queries_of_find(course) -> int:
    collect_findings(Changes(course))  # caches content types
    changes = Changes(course)
    assert changes.rows
    with CaptureQueriesContext(connection) as queries:
        assert collect_findings(changes) == []
    return len(queries)


def rich_body(target) -> list[tuple[str, object]]:
    """Of everything that is looked up, two, at the top and inside containers."""
    video = media.video(title="Talk", transcript="Hello.")
    VideoTrack.objects.create(video=video, file="talk.vtt")
    pictures = [factories.picture() for _ in range(2)]
    for picture in pictures:
        picture.contextual_alt_text, picture.decorative = "A bench.", False
    blocks = [("image", {"image": picture, "caption": "", "link": ""}) for picture in pictures]
    blocks.append(("video", {"video": video, "caption": ""}))
    blocks.append(("text", f'<p><a linktype="page" id="{target.pk}">there</a></p>'))
    return [*blocks, ("callout", {"kind": "note", "title": "", "body": blocks})]


@pytest.fixture
def target(index):
    return factories.course(index, lessons=1).outline.lessons[0]


def published(index, lessons: int):
    return factories.complete_course(index, lessons=lessons)


def test_queries_do_not_grow_with_changed_lessons(index, target):
    course = published(index, 4)
    first, *others = course.outline.lessons
    admin_actions.edit_lesson(first, body=rich_body(target))
    query_count = queries_of_find(course)
    for lesson in others:
        admin_actions.edit_lesson(lesson, body=rich_body(target))
    assert len([row for row in Changes(course).rows if row.is_edited]) == 4
    assert queries_of_find(course) == query_count


def test_queries_do_not_grow_with_unchanged_lessons(index, target):
    costs = []
    for number in (3, 33):
        course = published(index, number)
        admin_actions.edit_lesson(course.outline.lessons[0], body=rich_body(target))
        costs.append(queries_of_find(course))
    assert costs[0] == costs[1]
    assert costs[0] <= 25


def test_queries_do_not_grow_with_links_to_removed_lessons(index):
    costs = []
    for number in (1, 3):
        course = published(index, number + 1)
        removed_lesson, *linking_lessons = course.outline.lessons
        for lesson in linking_lessons:
            lesson.body = [("text", f'<p><a linktype="page" id="{removed_lesson.pk}">x</a></p>')]
            lesson.save_revision().publish()
        admin_actions.arrange_curriculum(course, "Part", *linking_lessons)
        changes = Changes(course)
        assert changes.rows
        with CaptureQueriesContext(connection) as queries:
            assert len(collect_findings(changes)) == number
        costs.append(len(queries))
    assert costs[0] == costs[1]
