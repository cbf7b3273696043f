import json
import re

import pytest

from courses.templatetags.course_tags import course_json_ld, duration, number, player
from courses.tests import factories


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(None, ""), (0, ""), (1, "1 min"), (59, "59 min"), (60, "1 h"), (250, "4 h 10 min")],
)
def test_duration_is_formatted_in_hours_and_minutes(minutes, text):
    assert duration(minutes) == text


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
    ],
)
def test_player_has_the_embed_url_of_both_services(address, url):
    assert player(address)["url"] == url


@pytest.mark.parametrize("address", ["", None, "https://evil.example/dQw4w9WgXcQ"])
def test_player_is_none_for_other_addresses(address):
    assert player(address) == {}


def test_number_counts_across_sections(course, lessons):
    assert [number(course.outline, lesson) for lesson in lessons] == [1, 2, 3]


def test_number_of_an_unplaced_lesson_is_a_dash(course):
    assert number(course.outline, factories.lesson(course)) == "–"


def test_json_ld_cannot_end_its_element(course):
    course.title = "</script><script>alert(1)</script>"

    block = course_json_ld(course, course.outline, "https://example.org/")

    assert block.count("<") == 2  # its own two tags
    data = json.loads(
        re.fullmatch(r"<script type=\"application/ld\+json\">(.*)</script>", block)[1]
    )
    assert data["name"] == course.title
