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
    group = next(each for each in catalogue.filters if each.name == name)
    return {option.value: option.count for option in group.options if option.count}


@pytest.fixture
@cached_fixture
def shelf(index):
    """Three published courses that differ in every filter, and a draft."""
    factories.course(index, title="Bread", level="beginner", language="en")
    factories.course(
        index, title="Cheese", level="advanced", language="de", category=factories.category("Milk")
    )
    factories.course(index, lessons=15, title="Wine", level="advanced", language="en")
    factories.course(index, title="Secret", live=False)


def test_catalogue_lists_published_courses_newest_first(shelf):
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
def test_catalogue_answers_the_question_in_the_url(shelf, query, expected):
    assert titles(Catalogue(QueryDict(query))) == expected


def test_count_of_a_value_ignores_its_own_group_and_honours_the_others(shelf):
    catalogue = Catalogue(QueryDict("level=advanced&language=en"))
    assert counts(catalogue, "level") == {"beginner": 1, "advanced": 1}
    assert counts(catalogue, "language") == {"en": 1, "de": 1}
    assert catalogue.total == 1


def test_unknown_values_are_named_and_passed_over(shelf):
    catalogue = Catalogue(QueryDict("level=wizard&level=beginner"))
    assert catalogue.unknown == ["wizard"]
    assert titles(catalogue) == ["Bread"]


def test_chip_leads_to_the_catalogue_without_it(shelf):
    catalogue = Catalogue(QueryDict("q=bread&level=beginner&language=en"))
    assert [chip.remove_url for chip in catalogue.chips] == [
        "?q=bread&language=en",
        "?q=bread&level=beginner",
    ]


@pytest.mark.parametrize("asked", ["9999", "-1", "abc", "0", "1e3", "9" * 400])
def test_page_that_does_not_exist_shows_the_nearest_and_says_so(shelf, asked):
    catalogue = Catalogue(QueryDict(f"page={asked}"))
    assert catalogue.page.number == 1
    assert catalogue.missing_page == asked[:20]


@pytest.mark.parametrize(
    "text", ['"', '""', "\0", "a\0b", "x" * 10_000, "* OR (", "NOT", "a:b", "- ' @", ':- -"!!']
)
def test_no_search_text_breaks_the_catalogue(shelf, client, text):
    response = client.get("/courses/", {"q": text})
    assert response.status_code == 200


def test_best_match_comes_first(index):
    factories.course(index, title="Wool", summary="With a word on bread.")
    factories.course(index, title="Bread", summary="Nothing else.")
    assert titles(Catalogue(QueryDict("q=bread"))) == ["Bread", "Wool"]


def test_private_course_is_nowhere_in_the_catalogue(index):
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

    assert measure(20) == measure(60)


def test_one_page_holds_as_many_cards_as_promised(index):
    for _ in range(PER_PAGE + 1):
        factories.course(index, lessons=0)
    assert len(titles(Catalogue(QueryDict()))) == PER_PAGE
    assert len(titles(Catalogue(QueryDict("page=2")))) == 1
