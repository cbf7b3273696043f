"""What the pages that are asked for most may cost: queries, and time beside a constant view.

`make bench` measures them on servers, with much in them (docs/performance.md). That they cost one
query once they are kept is tested in `page_cache/test_visits.py`.
"""

import time
from statistics import median

import pytest
from django.test import Client

from courses.tests import factories
from courses.tests.counting import get_query_count
from learners.enrollment.enrollment import enroll
from web.tests.page_cache.cold import forget_pages

pytestmark = [pytest.mark.django_db, pytest.mark.search]

# Of pages that are not kept yet, by who asks. Two are for the name, menu and footer of the site,
# and one for its hosts, asked for once after each change.
OF_A_VISITOR = {
    "/": 12,
    "/courses/": 9,
    "/courses/?level=beginner": 9,
    "/courses/category/craft/": 9,
    "{course}": 11,
    "{free}": 9,
    "/search/?q=course": 11,
    "/sitemap.xml": 12,
}
OF_A_LEARNER = {"{course}": 16, "{lesson}": 13, "/learn/": 11}
# How many constant views, behind the same middleware, a page may cost. Loose: machines are busy.
KEPT, MADE = 2, 60
FLOOR = "/bench/floor/"
TURNS = 15


@pytest.fixture
def addresses(course, lessons, student) -> dict[str, str]:
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    for _number in range(2):
        factories.course(course.get_parent().specific)
    enroll(course, by=student)
    return {"course": course.url, "free": lessons[0].url, "lesson": lessons[1].url}


def query_counts(browser: Client, most: dict[str, int], addresses: dict[str, str]) -> dict:
    return {page: get_query_count(browser, page.format(**addresses)) for page in most}


def too_many(counts: dict[str, int], most: dict[str, int]) -> dict[str, int]:
    return {page: number for page, number in counts.items() if number > most[page]}


def test_pages_of_visitors_take_few_queries(client, addresses):
    assert too_many(query_counts(client, OF_A_VISITOR, addresses), OF_A_VISITOR) == {}


def test_pages_of_learners_take_few_queries(student_client, addresses):
    assert too_many(query_counts(student_client, OF_A_LEARNER, addresses), OF_A_LEARNER) == {}


def test_pages_cost_few_constant_views(client, addresses, settings):
    settings.ROOT_URLCONF = "benchmarks.speed.urls"
    course = addresses["course"]
    for address in (FLOOR, course):
        client.get(address)
    costs = {"floor": [], "kept": [], "made": []}
    for _turn in range(TURNS):
        costs["floor"].append(seconds(client, FLOOR))
        costs["kept"].append(seconds(client, course))
        forget_pages()
        costs["made"].append(seconds(client, course))
    floor, kept, made = (median(values) for values in costs.values())
    assert (kept / floor <= KEPT, made / floor <= MADE) == (True, True), costs


def seconds(browser: Client, address: str) -> float:
    """Of this process: what else the machine does hardly counts."""
    started = time.process_time()
    assert browser.get(address).status_code == 200
    return time.process_time() - started
