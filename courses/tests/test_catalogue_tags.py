"""Tags of courses: shown on their pages, and a filter of the catalogue."""

import re

import pytest
from django.contrib.auth.models import Group
from django.http import QueryDict
from django.test import Client
from django.utils.html import escape
from wagtail.models import PageViewRestriction

from courses.catalogue.catalogue import Catalogue
from courses.catalogue.tags import MOST
from courses.models import CatalogueEntry, CoursePage
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.fixture_cache import cached_fixture

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

CHIP = re.compile(r'<a class="chip" href="(/courses/\?tag=[^"]*)"[^>]*>([^<]*)</a>')
ODD = ["★", "C++ & <C#>", "“night sky”, %26", "ночное небо", "a/b?c=d#e", "' OR 1=1 --", "100%_"]


def tagged(index, *tags: str, **fields) -> CoursePage:
    course = factories.course(index, **fields)
    course.tags.set(tags)
    course.save_revision().publish()
    return course


def titles(client: Client, query: str | dict) -> list[str]:
    response = client.get("/courses/", QueryDict(query) if isinstance(query, str) else query)
    assert response.status_code == 200
    return [entry.title for entry in response.context["catalogue"].page.object_list]


@pytest.fixture
@cached_fixture
def courses(index):
    tagged(index, "Rye", "oven", title="Bread", level="beginner")
    tagged(index, "oven", "yeast", title="Pizza", level="advanced")
    tagged(index, "grapes", title="Wine", level="advanced", language="de")


def test_chips_of_a_course_lead_to_the_courses_with_that_tag(index, client):
    course = tagged(index, *ODD, title="Bread")
    tagged(index, "oven", title="Pizza")
    chips = CHIP.findall(client.get(course.url).content.decode())
    assert sorted(label for _url, label in chips) == sorted(map(escape, ODD))
    for url, _label in chips:
        response = client.get(url)
        catalogue = response.context["catalogue"]
        assert [entry.title for entry in catalogue.page.object_list] == ["Bread"], url
        assert response.has_header("ETag"), url  # kept for all visitors, as the links of a page
    assert '"keywords": [' in client.get(course.url).content.decode()


def test_course_without_tags_has_no_list_of_them(course, client):
    assert 'aria-label="Tags"' not in client.get(course.url).content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tag=oven", ["Pizza", "Bread"]),
        ("tag=rye&tag=grapes", ["Wine", "Bread"]),
        ("tag=OVEN&level=beginner", ["Bread"]),
        ("tag=oven&language=de", []),
        ("tag=oven&q=bread", ["Bread"]),
        ("tag=oven&sort=title", ["Bread", "Pizza"]),
        ("tag=%20oven%00&tag=", ["Pizza", "Bread"]),
        ("tag=", ["Wine", "Pizza", "Bread"]),
        ("tag=%00", ["Wine", "Pizza", "Bread"]),
        ("tag=nobody", []),
        ("tag=nobody&tag=rye", ["Bread"]),
        ("tag=%25", []),
        ("tag=ove_", []),
        (f"tag={'x' * 5000}", []),
        ("tag=%FF%FE", []),
    ],
)
def test_tags_combine_with_other_filters(courses, client, query, expected):
    assert titles(client, query) == expected


def test_counts_and_addresses_of_a_tag(courses):
    catalogue = Catalogue(QueryDict("tag=oven&tag=grapes&level=advanced&q=&sort=title"))
    counts = {
        group.name: {option.value: option.count for option in group.options if option.is_offered}
        for group in catalogue.filters
    }
    assert (counts["tag"], counts["level"]) == (
        {"oven": 1, "grapes": 1},
        {"beginner": 1, "advanced": 2},
    )
    assert [chip.remove_url for chip in catalogue.chips] == [
        "?tag=oven&tag=grapes&sort=title",
        "?level=advanced&tag=grapes&sort=title",
        "?level=advanced&tag=oven&sort=title",
    ]
    assert catalogue.page_url == "?level=advanced&tag=oven&tag=grapes&sort=title&page="


def test_tag_nobody_has_is_said_so_and_not_kept(courses, client):
    response = client.get("/courses/", {"tag": "<b>knitting"})
    assert "No course has the tag “<bdi>&lt;b&gt;knitting</bdi>”" in response.content.decode()
    assert not response.has_header("ETag")
    for spelling in ("OVEN", " oven", ["oven", "oven"]):
        assert not client.get("/courses/", {"tag": spelling}).has_header("ETag")


def test_more_tags_than_anybody_chooses_are_left_out_and_named(courses):
    many = "&".join(f"tag=t{number}" for number in range(MOST + 2))
    catalogue = Catalogue(QueryDict(many))
    assert (len(catalogue.chips), catalogue.unknown_values) == (MOST, ["t5", "t6"])


def test_tag_of_a_draft_is_nobodys_until_its_release(courses, client, index):
    course = CoursePage.objects.get(title="Bread")
    course.tags.add("secret plans")
    revision = course.save_revision()
    tagged(index, "never shown", title="Taken offline")
    CoursePage.objects.get(title="Taken offline").unpublish()
    for tag in ("secret plans", "never shown"):
        assert titles(client, {"tag": tag}) == []
        assert (
            f"No course has the tag “<bdi>{tag}</bdi>”"
            in client.get(f"/courses/?tag={tag}").content.decode()
        )
    assert "secret plans" not in client.get(course.url).content.decode()
    revision.publish()
    assert titles(client, {"tag": "secret plans"}) == ["Bread"]
    assert "secret plans" in client.get(course.url).content.decode()


def test_tag_of_a_restricted_course_is_for_those_it_admits(
    courses, client, student, student_client
):
    course = CoursePage.objects.get(title="Wine")
    group = Group.objects.create(name="Cellar")
    restriction = PageViewRestriction.objects.create(page=course, restriction_type="groups")
    restriction.groups.add(group)
    student.groups.add(group)
    assert titles(client, "tag=Grapes") == []
    assert titles(student_client, "tag=Grapes") == ["Wine"]
    # As typed, as if there were none: its right spelling would tell.
    [chip] = client.get("/courses/?tag=Grapes").context["catalogue"].chips
    assert (chip.label, chip.key) == ("Grapes", None)


def test_queries_do_not_grow_with_tags_and_courses(index, client):
    def measure() -> list[int]:
        return [get_query_count(client, url) for url in (course.url, "/courses/?tag=oven")]

    course = tagged(index, "oven", title="Bread")
    tagged(index, "oven", title="Pizza")
    before = measure()
    course.tags.add(*(f"tag {number}" for number in range(20)))
    course.save_revision().publish()
    for _number in range(3):
        tagged(index, "oven", "yeast")
    assert measure() == before
    assert CatalogueEntry.objects.public().count() == 5
