"""What visitors are answered: made once, kept for all of them, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import ProgrammingError, connection
from django.test import Client
from django.test.signals import template_rendered
from wagtail.models import PageViewRestriction, Site

from learners.enrollment.enrollment import enroll
from learners.models import Profile
from learners.tests.conftest import signed_in
from web.page_cache.fragments import fragments
from web.page_cache.page_store import process_pages, unkept_paths

pytestmark = [pytest.mark.django_db, pytest.mark.search]


@pytest.fixture
def preview(lessons):
    lessons[0].free_preview = True
    lessons[0].save_revision().publish()
    return lessons[0]


@pytest.fixture
def addresses(course, preview) -> list[str]:
    pages = ["/", "/courses/", course.url, preview.url, "/about/"]
    return [
        *pages,
        *(f"/courses/category/{course.category.slug}/", "/courses/?level=beginner&q=course"),
        *(f"{course.url}?locked={preview.slug}", "/search/?q=course", "/sitemap.xml"),
    ]


def is_kept(browser: Client, address: str, **options) -> bool:
    """Whether others get what this visit is shown."""
    response = browser.get(address, **options)
    return response.has_header("ETag") or "public" in response.get("Cache-Control", "")


class CountedQueries:
    """Counts queries, savepoints apart."""

    def __enter__(self):
        self.number = 0
        self._context = connection.execute_wrapper(self._count)
        self._context.__enter__()
        return self

    def _count(self, execute, *arguments):
        self.number += 1
        return execute(*arguments)

    def __exit__(self, *error):
        self._context.__exit__(*error)


@pytest.mark.both_databases
def test_second_visit_asks_for_the_version_alone(client, addresses):
    for address in addresses:
        first = client.get(address)
        assert first.status_code == 200
        assert first["Cache-Control"] == "public, no-cache"
        assert not first.has_header("Vary")
        with CountedQueries() as capture:
            second = Client().get(address)
        assert (capture.number, second.content) == (1, first.content), address
        assert second.headers.keys() == first.headers.keys()


def test_browser_that_has_the_page_is_told_so(client, addresses):
    for address in addresses:
        etag = client.get(address)["ETag"]
        again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_head_is_answered_like_get(client, course):
    head, get = client.head(course.url), client.get(course.url)
    assert head.content == b""
    assert (head["ETag"], head["Content-Length"]) == (get["ETag"], str(len(get.content)))


def test_foreign_cookies_split_nothing(client, course):
    client.cookies.load({"_ga": "GA1.2.3", "bookmarks": "x", "csrftoken": "y" * 32})
    etag = Client().get(course.url)["ETag"]
    assert client.get(course.url)["ETag"] == etag
    assert is_kept(client, course.url)


def test_where_visitors_come_from_splits_nothing(client, course):
    plain = client.get("/courses/?level=beginner")
    marked = client.get("/courses/?utm_source=poem&level=beginner&fbclid=kestrel&utm_term=ouzel")
    assert marked["ETag"] == plain["ETag"]
    assert marked.wsgi_request.META["QUERY_STRING"] == "level=beginner"


def test_parameter_nobody_reads_keeps_nothing(client, course):
    assert not is_kept(client, f"{course.url}?level=1")
    assert not is_kept(client, "/search/?q=course&page=1")
    assert is_kept(client, course.url)


def test_order_of_parameters_splits_nothing(client, course):
    one = client.get("/courses/?level=beginner&sort=title")
    with CountedQueries() as capture:
        other = client.get("/courses/?sort=title&level=beginner")
    assert (capture.number, other.content) == (1, one.content)


def test_hosts_do_not_share_pages(client, course, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.org"]
    client.get(course.url)
    with CountedQueries() as capture:
        client.get(course.url, headers={"host": "other.example.org"})
    assert capture.number > 1
    assert client.get(course.url, headers={"host": "evil.example.org"}).status_code == 400


def test_who_is_signed_in_gets_no_kept_page(client, student, addresses):
    Profile.objects.create(user=student, display_name="Ottilie Unverwechselbar")
    browser = signed_in(student)
    for address in addresses[:-1]:
        visitors = client.get(address)
        own = browser.get(address, headers={"if-none-match": visitors["ETag"]})
        assert own.status_code == 200
        assert "Ottilie" in own.content.decode()
        assert own["Cache-Control"] == "private, no-store"
        assert "Cookie" in own["Vary"]


def test_walk_of_a_learner_leaves_nothing_to_visitors(client, student, course, addresses):
    Profile.objects.create(user=student, display_name="Ottilie Unverwechselbar")
    enroll(course, by=student)
    other = signed_in(student)
    for address in addresses:
        other.get(address)
        visitors = client.get(address).content.decode()
        assert "Ottilie" not in visitors
        assert "csrfmiddlewaretoken" not in visitors
        other.get(address)
        assert client.get(address).content.decode() == visitors


def test_session_that_is_over_gets_no_kept_page(client, course):
    client.get(course.url)
    client.cookies.load({"sessionid": "nobody"})
    response = client.get(course.url)
    assert not response.has_header("ETag")
    assert "Sign in" in response.content.decode()


def test_credentials_get_no_kept_page(client, course):
    client.get(course.url)
    assert not is_kept(client, course.url, headers={"authorization": "Basic eDp4"})


@pytest.mark.parametrize(
    "path", ["/contact/", "/accounts/login/", "/nowhere/", "/courses/nowhere/"]
)
def test_forms_and_missing_pages_are_not_kept(client, course, path):
    response = client.get(path)
    assert "public" not in response.get("Cache-Control", "")
    assert not response.has_header("ETag")


def test_closed_lesson_is_not_kept(client, lessons):
    response = client.get(lessons[1].url)
    assert response.status_code == 302
    assert "public" not in response["Cache-Control"]


def test_page_behind_a_restriction_is_not_kept(client, course):
    client.get(course.url)
    restriction = PageViewRestriction.objects.create(
        page=course.get_parent(), restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.add(Group.objects.create(name="Few"))
    for address in ("/courses/", course.url):
        assert client.get(address).status_code == 302
        assert not is_kept(client, address)


def test_preview_is_not_kept(client, course, admin_client):
    course.title = "Unfinished kestrel"
    course.save_revision()
    admin_client.get(f"/admin/pages/{course.pk}/view_draft/")
    assert "kestrel" not in client.get(course.url).content.decode()


def test_switched_off_each_visit_makes_its_page(client, course, settings):
    settings.PAGE_CACHE_SIZE = 0
    assert not is_kept(client, course.url)
    assert "public" not in client.get(course.url).get("Cache-Control", "")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_twenty_first_visitors_cause_one_page(course):
    made = []

    def count(template, **_kwargs):
        if template.name == "courses/course_page.html":
            made.append(1)

    def visit(_number):
        try:
            return Client().get(course.url).content
        finally:
            connection.close()

    template_rendered.connect(count)
    try:
        with ThreadPoolExecutor(20) as pool:
            pages = {*pool.map(visit, range(20))}
    finally:
        template_rendered.disconnect(count)
    assert (len(pages), len(made)) == (1, 1)


@pytest.mark.parametrize(
    "query", ["?level=junk", "?sort=junk", "?page=199", "?category=junk&level=beginner"]
)
def test_made_up_values_keep_nothing(client, course, query):
    assert not is_kept(client, f"/courses/{query}")
    assert not is_kept(client, f"{course.url}?locked=junk")
    assert is_kept(client, "/courses/?level=advanced")


def test_pages_that_do_not_exist_push_nothing_out(student_client, course):
    for browser in (Client(), student_client):
        browser.get(course.url)
        kept = len(fragments())
        for number in range(5):
            assert browser.get(f"/courses/nowhere-{number}/").status_code == 404
        assert len(fragments()) == kept


def test_page_with_parameters_is_for_one_process(client, course):
    for address in (course.url, "/courses/?level=beginner"):
        client.get(address)
    process_pages().clear()
    with CountedQueries() as capture:
        client.get(course.url)
    assert capture.number == 1
    with CountedQueries() as capture:
        client.get("/courses/?level=beginner")
    assert capture.number > 1


def test_what_is_not_kept_waits_for_nobody(client, lessons):
    client.get(lessons[1].url)
    caches["pages"].clear()
    client.get(lessons[1].url)
    assert not unkept_paths().get(lessons[0].course.url)
    assert unkept_paths().get(lessons[1].url)
    lessons[1].free_preview = True
    lessons[1].save_revision().publish()
    assert is_kept(client, lessons[1].url)
    assert not unkept_paths().get(lessons[1].url)


def test_without_its_table_nothing_is_kept(client, course):
    """New code before its migration, and after the way back."""

    def missing(execute, sql, *arguments):
        if "web_sitechange" in sql:
            raise ProgrammingError('relation "web_sitechange" does not exist')
        return execute(sql, *arguments)

    with connection.execute_wrapper(missing):
        response = client.get(course.url)
    assert (response.status_code, response.has_header("ETag")) == (200, False)


def test_site_of_another_name_has_other_addresses(client, course):
    Site.objects.update(hostname="testserver", port=80)
    assert course.url in client.get("/courses/").content.decode()
    roots = client.get("/about/").wsgi_request._wagtail_cached_site_root_paths
    Site.objects.update(hostname="learn.example.org")
    renamed = client.get("/about/").wsgi_request._wagtail_cached_site_root_paths
    assert [roots[0].root_url, renamed[0].root_url] == [
        "http://testserver",
        "http://learn.example.org",
    ]
