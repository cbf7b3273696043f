"""A course that is not for everyone is named on no list, in the very next request."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from courses.models import CoursePage, LessonPage
from courses.release.archiving import archive
from courses.release.scheduled_publishing import publish_due
from courses.tests import factories
from home.models import FeaturedCourse

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

WORD = "Zibeline"
LISTS = ["/", "/courses/", "/courses/?q=zibeline", "/courses/category/craft/", "/sitemap.xml"]
LISTS += ["/courses/?level=beginner&sort=title", "/search/?q=zibeline", "/sitemap-pages.xml"]


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
    addresses = [*LISTS, other.url]
    # What was looked for stands in the form; addresses and titles of what was found are more.
    pages = {address: client.get(address).content.decode() for address in addresses}
    return {address for address, page in pages.items() if "zibeline/" in page}


def expire(course: CoursePage) -> None:
    course.expire_at = timezone.now() - timedelta(hours=1)
    course.save()
    publish_due()


def restrict(page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


HIDDEN = {
    "unpublished": lambda course: course.unpublish(),
    "expired": expire,
    "archived": lambda course: archive(course, by=factories.user("admin", is_superuser=True)),
    "restricted": restrict,
    "restricted above": lambda course: restrict(course.get_parent()),
    "deleted": lambda course: course.delete(),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_hidden_course_is_on_no_list(client, index, planted, hidden):
    other = factories.course(index)
    assert lists_naming(client, other) == {*LISTS, other.url}
    HIDDEN[hidden](CoursePage.objects.get(pk=planted.pk))
    # Asked as somebody who may come by the restricted page above.
    client.force_login(factories.user("ann"), "django.contrib.auth.backends.ModelBackend")
    assert lists_naming(client, other) == set()
