"""The catalogue as visitors use it: filters, counts, order, pages."""

import pytest
from django.http import QueryDict

from courses.catalogue.catalogue import PER_PAGE, Catalogue
from courses.models import CoursePage
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture

pytestmark = [pytest.mark.both_databases, pytest.mark.search]


def titles(catalogue: Catalogue) -> list[str]:
    return [course.title for course in catalogue.page.object_list]


def counts(catalogue: Catalogue, name: str) -> dict[str, int]:
    facet = next(facet for facet in catalogue.filters if facet.name == name)
    return {option.value: option.count for option in facet.options if option.count}


@pytest.fixture
@cached_fixture
def catalogue_courses(index):
    """Three published courses that differ in every filter, and a draft."""
    factories.course(index, title="Bread", level="beginner", language="en")
    factories.course(
        index, title="Cheese", level="advanced", language="de", category=factories.category("Milk")
    )
    factories.course(index, lessons=15, title="Wine", level="advanced", language="en")
    factories.course(index, title="Secret", live=False)


def test_catalogue_lists_published_courses_newest_first(catalogue_courses):
    assert titles(Catalogue(QueryDict())) == ["Wine", "Cheese", "Bread"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("level=beginner", ["Bread"]),
        ("level=beginner&level=advanced&sort=title", ["Bread", "Cheese", "Wine"]),
        ("level=advanced&language=en", ["Wine"]),
        ("category=milk", ["Cheese"]),
        ("length=medium", ["Wine"]),
        ("q=cheese", ["Cheese"]),
        ("q=cheese&level=beginner", []),
        ("q=secret", []),
        ("level=wizard", ["Wine", "Cheese", "Bread"]),
        ("sort=nonsense", ["Wine", "Cheese", "Bread"]),
    ],
)
def test_catalogue_filters_by_the_query_string(catalogue_courses, query, expected):
    assert titles(Catalogue(QueryDict(query))) == expected


def test_count_of_a_value_ignores_its_own_filter_and_applies_the_others(catalogue_courses):
    catalogue = Catalogue(QueryDict("level=advanced&language=en"))
    assert counts(catalogue, "level") == {"beginner": 1, "advanced": 1}
    assert counts(catalogue, "language") == {"en": 1, "de": 1}
    assert catalogue.total == 1


def test_unknown_values_are_listed_and_ignored(catalogue_courses):
    catalogue = Catalogue(QueryDict("level=wizard&level=beginner"))
    assert catalogue.unknown_values == ["wizard"]
    assert titles(catalogue) == ["Bread"]


@pytest.mark.parametrize(
    ("query", "offered", "helpful"),
    [
        # Nothing is found by the words: all that there is.
        (
            "q=zzzz&level=beginner",
            {
                "category": {"craft": 0, "milk": 0},
                "level": {"beginner": 0, "advanced": 0},
                "length": {"short": 0, "medium": 0},
                "language": {"en": 0, "de": 0},
            },
            [],
        ),
        # By the filters: what there would be with another value of each.
        (
            "level=beginner&language=de",
            {
                "category": {"craft": 0, "milk": 0},
                "level": {"beginner": 0, "advanced": 1},
                "length": {"short": 0, "medium": 0},
                "language": {"en": 1, "de": 0},
            },
            ["Beginner", "Deutsch"],
        ),
        # A filter without which there would still be nothing is no help.
        ("level=beginner&language=de&category=craft", None, ["Deutsch"]),
        ("level=intermediate&tag=none", None, []),
    ],
)
def test_filters_stay_where_nothing_is_found(catalogue_courses, query, offered, helpful):
    catalogue = Catalogue(QueryDict(query))
    shown = {
        group.name: {option.value: option.count for option in group.options if option.is_offered}
        for group in catalogue.filters
        if group.name != "tag"
    }
    assert catalogue.total == 0
    assert offered is None or shown == offered
    assert [chip.label for chip in catalogue.helpful_chips] == helpful


def test_filters_are_cleared_by_a_link_that_keeps_the_words(catalogue_courses, client):
    html = client.get("/courses/?q=bread&level=advanced&sort=title").content.decode()
    assert '<a class="filters__clear" href="?q=bread&amp;sort=title">Clear filters</a>' in html
    assert "Clear filters" not in client.get("/courses/?q=bread").content.decode()


def test_chip_links_to_the_catalogue_without_it(catalogue_courses):
    catalogue = Catalogue(QueryDict("q=bread&level=beginner&language=en"))
    assert [chip.remove_url for chip in catalogue.chips] == [
        "?q=bread&language=en",
        "?q=bread&level=beginner",
    ]


@pytest.mark.parametrize("page_number", ["9999", "-1", "abc", "0", "1e3", "9" * 400])
def test_page_that_does_not_exist_shows_the_nearest_and_a_message(catalogue_courses, page_number):
    catalogue = Catalogue(QueryDict(f"page={page_number}"))
    assert catalogue.page.number == 1
    assert catalogue.missing_page == page_number[:20]


@pytest.mark.parametrize(
    "text", ['"', '""', "\0", "a\0b", "x" * 10_000, "* OR (", "NOT", "a:b", "- ' @", ':- -"!!']
)
def test_no_search_text_breaks_the_catalogue(catalogue_courses, client, text):
    response = client.get("/courses/", {"q": text})
    assert response.status_code == 200


def test_best_match_comes_first(index):
    factories.course(index, title="Wool", summary="With a word on bread.")
    factories.course(index, title="Bread", summary="Nothing else.")
    assert titles(Catalogue(QueryDict("q=bread"))) == ["Bread", "Wool"]


def test_private_course_is_not_in_the_catalogue(index):
    from wagtail.models import PageViewRestriction

    course = factories.course(index, title="Hidden")
    PageViewRestriction.objects.create(page=course, restriction_type="login")
    catalogue = Catalogue(QueryDict("q=hidden"))
    assert (catalogue.total, titles(catalogue)) == (0, [])


def test_queries_do_not_grow_with_the_catalogue(index, client, django_assert_max_num_queries):
    def measure(number: int) -> list[int]:
        while CoursePage.objects.count() < number:
            factories.course(index, lessons=1)
        counts = []
        for path in ("/courses/", "/courses/?q=course&level=beginner", "/courses/category/craft/"):
            client.get(path)  # fills the caches that stay warm
            with django_assert_max_num_queries(12) as queries:
                assert client.get(path).status_code == 200
            counts.append(len(queries))
        return counts

    assert measure(4) == measure(PER_PAGE)


def test_one_page_has_the_defined_number_of_cards(index):
    for _ in range(PER_PAGE + 1):
        factories.course(index, lessons=0)
    assert len(titles(Catalogue(QueryDict()))) == PER_PAGE
    assert len(titles(Catalogue(QueryDict("page=2")))) == 1
