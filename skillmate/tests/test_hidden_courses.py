"""Lists name what one may open, and nothing else, in the very next request."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses.models import (
    CatalogueEntry,
    CourseInstructor,
    CoursePage,
    Instructor,
    LessonPage,
)
from courses.release.archiving import archive
from courses.release.scheduled_publishing import publish_due
from courses.tests import factories
from courses.tests.catalogue_truth import check_entries
from home.models import FeaturedCourse
from learners.enrollment.enrollment import enroll
from learners.enrollment.library import save
from learners.tests.conftest import signed_in

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

WORD = "Zibeline"
LISTS = ["/", "/courses/", "/courses/?q=zibeline", "/courses/category/craft/"]
LISTS += ["/courses/?level=beginner&sort=title", "/search/?q=zibeline"]
SITEMAPS = ["/sitemap.xml", "/sitemap-pages.xml"]


@pytest.fixture
def planted(index, home) -> CoursePage:
    """Whose every word and address says so, featured, with a free lesson."""
    course = factories.course(index, title=WORD, slug="zibeline", summary=f"{WORD}!")
    lesson = LessonPage.objects.get(pk=course.outline.lessons[0].pk)
    lesson.title, lesson.free_preview = f"{WORD} lesson", True
    lesson.save_revision().publish()
    FeaturedCourse.objects.create(page=home, course=course)
    return course


def lists_naming(client, other: CoursePage) -> set[str]:
    addresses = [*LISTS, *SITEMAPS, other.url]
    # What was looked for stands in the form; addresses and titles of what was found are more.
    pages = {address: client.get(address).content.decode() for address in addresses}
    return {address for address, page in pages.items() if "zibeline/" in page}


def expire(course: CoursePage) -> None:
    course.expire_at = timezone.now() - timedelta(hours=1)
    course.save()
    publish_due()


def restrict(page, kind: str = "login", *groups: Group) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    return restriction


HIDDEN = {
    "unpublished": lambda course: course.unpublish(),
    "expired": expire,
    "archived": lambda course: archive(course, by=factories.user("admin", is_superuser=True)),
    "restricted to a group": lambda course: restrict(course, "groups"),
    "behind a password": lambda course: restrict(course, "password"),
    "deleted": lambda course: course.delete(),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_course_is_on_no_list(client, index, planted, hidden):
    other = factories.course(index)
    ann = signed_in(factories.user("ann"))
    for browser in (client, ann):
        assert lists_naming(browser, other) == {*LISTS, *SITEMAPS, other.url}
    HIDDEN[hidden](CoursePage.objects.get(pk=planted.pk))
    for browser in (client, ann):
        assert lists_naming(browser, other) == set()


@pytest.mark.parametrize("above", [False, True])
def test_course_for_people_signed_in_is_on_their_lists(client, index, planted, above):
    other = factories.course(index)
    ann = signed_in(factories.user("ann"))
    restrict(index if above else planted)
    assert lists_naming(client, other) == set()
    assert lists_naming(ann, other) == {*LISTS, other.url}
    assert ann.get(planted.url).status_code == 200
    assert lists_naming(client, other) == set()
    PageViewRestriction.objects.all().delete()
    assert lists_naming(client, other) == {*LISTS, *SITEMAPS, other.url}
    check_entries()


def test_course_for_a_group_is_on_the_lists_of_its_members(client, index, planted):
    """Also where several restrictions stand above one another: all of them have to let pass."""
    other = factories.course(index)
    readers, guild = Group.objects.create(name="Readers"), Group.objects.create(name="Guild")
    ann, bob = factories.user("ann"), factories.user("bob")
    admin = signed_in(factories.user("admin", is_superuser=True))
    ann.groups.add(guild)
    restrict(planted, "groups", readers, guild)
    assert lists_naming(signed_in(ann), other) == {*LISTS, other.url}
    assert lists_naming(admin, other) == {*LISTS, other.url}
    assert lists_naming(signed_in(bob), other) == set()
    restrict(index, "groups", readers)
    assert lists_naming(signed_in(ann), other) == set()
    bob.groups.add(readers)
    assert lists_naming(signed_in(bob), other) == {*LISTS, other.url}
    assert lists_naming(admin, other) == {*LISTS, other.url}
    assert lists_naming(client, other) == set()
    check_entries()


def test_page_of_an_instructor_lists_what_one_may_open(client, index, planted):
    person = Instructor.objects.create(name="Ada", slug="ada")
    other = factories.course(index)
    for course in (planted, other):
        course = CoursePage.objects.get(pk=course.pk)
        course.taught_by.add(CourseInstructor(instructor=person))
        course.save_revision().publish()
    restrict(planted)
    ann = signed_in(factories.user("ann"))
    pages = [browser.get("/instructors/ada/").content.decode() for browser in (client, ann)]
    assert ["zibeline/" in page for page in pages] == [False, True]
    assert all(other.url in page for page in pages)


def test_lists_count_what_one_may_open(client, index, planted):
    factories.course(index)
    ann = factories.user("ann")
    restrict(planted)
    for browser, count in ((client, 1), (signed_in(ann), 2)):
        catalogue = browser.get("/courses/?level=beginner").context["catalogue"]
        options = {option.value: option.count for option in catalogue.filters[1].options}
        assert (catalogue.total, options["beginner"]) == (count, count)
        landing = browser.get("/").context["landing"]
        assert (landing.course_count, landing.categories[0].course_count) == (count, count)
    assert CatalogueEntry.objects.for_user(ann).count() == 2


def test_restricted_lesson_is_found_by_those_it_is_for(client, planted):
    lesson = planted.outline.lessons[0]
    restrict(lesson)
    assert "zibeline/lesson" not in client.get("/search/?q=lesson").content.decode()
    ann = signed_in(factories.user("ann"))
    assert lesson.url in ann.get("/search/?q=lesson").content.decode()


def test_course_for_others_now_is_not_named_to_its_learners(index, planted):
    """Their record is kept, and told without a name."""
    ann, guild = factories.user("ann"), Group.objects.create(name="Guild")
    ann.groups.add(guild)
    restrict(planted, "groups", guild)
    enroll(planted, by=ann)
    save(planted, by=ann)
    browser = signed_in(ann)
    own = ["/learn/", "/learn/library/", "/"]
    assert all("zibeline/" in browser.get(page).content.decode() for page in own)
    ann.groups.clear()
    pages = [browser.get(page).content.decode() for page in own]
    assert not any(WORD in page or "zibeline/" in page for page in pages)
    assert "One of your courses is open to others only now." in pages[0]
