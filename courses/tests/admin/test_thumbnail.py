"""The thumbnail of a course, and the words for those who cannot see it."""

import re

import pytest

from courses.models import CoursePage
from courses.release.changes import Changes
from courses.release.findings import collect_findings
from courses.tests import factories
from media.models import CustomImage

from .admin_pages import autosave, draft_of, edit_url, save

pytestmark = pytest.mark.django_db


def described(text: str) -> CustomImage:
    picture = factories.picture(title="IMG_0042")
    picture.description = text
    picture.save()
    return picture


@pytest.fixture
def bench(draft_course, instructor) -> CustomImage:
    """One of the pictures of the course's team."""
    return _of_team(described("A bench in the sun."), draft_course)


@pytest.fixture
def oven(draft_course, instructor) -> CustomImage:
    return _of_team(described("An oven."), draft_course)


def _of_team(picture: CustomImage, course: CoursePage) -> CustomImage:
    picture.collection = course.team.collection
    picture.save()
    return picture


def alternative_text(course: CoursePage) -> str:
    return draft_of(course).thumbnail_alt


def test_thumbnail_stands_with_what_is_written_first(draft_course, instructor_client):
    html = instructor_client.get(edit_url(draft_course)).content.decode()
    first_tab = re.search(r'id="tab-about".*?id="tab-curriculum"', html, re.S)[0]
    assert 'name="thumbnail"' in first_tab
    assert 'name="thumbnail_alt"' in first_tab


@pytest.mark.parametrize("send", [save, autosave])
def test_empty_description_is_that_of_the_picture(draft_course, instructor_client, bench, send):
    send(instructor_client, draft_course, thumbnail=bench.pk, thumbnail_alt=" ")
    assert alternative_text(draft_course) == "A bench in the sun."


def test_what_the_author_writes_stays(draft_course, instructor_client, bench, oven):
    save(instructor_client, draft_course, thumbnail=bench.pk, thumbnail_alt="Where we work.")
    save(instructor_client, draft_course, thumbnail=oven.pk)
    assert alternative_text(draft_course) == "Where we work."


def test_next_picture_brings_its_own_description(draft_course, instructor_client, bench, oven):
    save(instructor_client, draft_course, thumbnail=bench.pk, thumbnail_alt="")
    save(instructor_client, draft_course, thumbnail=oven.pk)
    assert alternative_text(draft_course) == "An oven."
    save(instructor_client, draft_course, thumbnail=_of_team(described(""), draft_course).pk)
    assert alternative_text(draft_course) == ""
    save(instructor_client, draft_course, thumbnail="")
    assert draft_of(draft_course).thumbnail is None


def test_picture_of_another_course_tells_nothing(draft_course, instructor_client):
    foreign = described("A secret plan.")
    response = save(instructor_client, draft_course, thumbnail=foreign.pk, thumbnail_alt="")
    assert "A secret plan." not in response.content.decode()
    assert alternative_text(draft_course) == "A workbench."


def test_course_saved_without_a_description_shows_that_of_the_picture(published_course, client):
    """As one that came in as a folder, or was saved before."""
    CustomImage.objects.update(description="A bench in the sun.")
    course = CoursePage.objects.get(pk=published_course.pk)
    course.thumbnail_alt = ""
    course.save_revision().publish()
    assert 'alt="A bench in the sun."' in client.get(course.url).content.decode()


@pytest.mark.parametrize(("text", "codes"), [("A bench.", []), ("", ["thumbnail-alt"])])
def test_description_of_the_picture_is_one_for_the_review(draft_course, text, codes):
    CustomImage.objects.update(description=text)
    course = CoursePage.objects.get(pk=draft_course.pk)
    course.thumbnail_alt = ""
    course.save_revision()
    assert [finding.code for finding in collect_findings(Changes(course))] == codes
