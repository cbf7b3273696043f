"""Lessons exchange addresses, take over those of others, and old addresses lead on."""

import pytest
from wagtail.contrib.redirects.models import Redirect

from courses.models import CoursePage, LessonPage
from courses.tests import factories
from courses.tests.admin.admin_pages import add_lesson, reload, save
from courses.tests.release import admin_actions


@pytest.fixture
def lessons(published_course) -> list[LessonPage]:
    return published_course.outline.lessons


@pytest.fixture
def release(published_course, instructor_client, editor_client, django_capture_on_commit_callbacks):
    """Submits and approves what is drafted, through the admin, and commits."""

    def release() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            admin_actions.submit(instructor_client, published_course)
            admin_actions.approve(editor_client, published_course)
        assert not published_course.releases.open().exists()

    return release


def slugs(course: CoursePage) -> list[str]:
    return [lesson.slug for lesson in reload(course).outline.lessons]


def exchange(client, one: LessonPage, two: LessonPage) -> None:
    """As an author has to: by way of a third slug."""
    save(client, one, slug="on-its-way")
    save(client, two, slug=one.slug)
    save(client, one, slug=two.slug)


def test_two_lessons_exchange_their_slugs_in_one_release(
    published_course, lessons, instructor_client, release, client
):
    one, two, three = lessons
    exchange(instructor_client, one, two)
    assert slugs(published_course) == [one.slug, two.slug, three.slug]
    release()
    assert slugs(published_course) == [two.slug, one.slug, three.slug]
    assert [reload(page).url_path for page in (one, two)] == [two.url_path, one.url_path]
    assert not Redirect.objects.filter(old_path__contains="moves").exists()


@pytest.mark.both_databases
@pytest.mark.both_databases
@pytest.mark.parametrize("slug", ["404", "null", "1e5", "true"])
def test_slug_that_reads_like_a_number_is_a_slug(published_course, lessons, release, slug):
    """SQLite makes numbers of such, asked for what stands in JSON."""
    one, two, _three = lessons
    admin_actions.edit_lesson(one, slug=slug)
    release()
    admin_actions.edit_lesson(one, title="Once more")
    release()
    assert slugs(published_course)[0] == slug
    assert not reload(two).is_given_up(slug)
    admin_actions.edit_lesson(one, slug="another")
    assert reload(two).is_given_up(slug)


@pytest.mark.both_databases
def test_three_lessons_change_slugs_in_a_circle(published_course, lessons, release):
    one, two, three = lessons
    for page, other in ((one, two), (two, three), (three, one)):
        admin_actions.edit_lesson(page, slug=other.slug)
    release()
    assert slugs(published_course) == [two.slug, three.slug, one.slug]


def test_lesson_takes_over_the_slug_of_one_that_goes(published_course, lessons, release):
    one, two, three = lessons
    admin_actions.edit_lesson(one, slug=three.slug)
    admin_actions.arrange_curriculum(published_course, "Part", one, two)
    release()
    assert slugs(published_course) == [three.slug, two.slug]
    removed = reload(three)
    assert (removed.live, removed.slug) == (False, f"{three.slug}-2")
    assert removed.get_latest_revision_as_object().slug == f"{three.slug}-2"


@pytest.mark.both_databases
def test_new_lesson_has_a_slug_of_its_own(published_course, lessons, instructor_client):
    """Its row would have the same address as that of a live lesson."""
    one = lessons[0]
    save(instructor_client, one, slug="tides")
    response = add_lesson(instructor_client, published_course, slug=one.slug, follow=True)
    assert "already in use" in response.content.decode()
    assert LessonPage.objects.filter(slug=one.slug).count() == 1


def test_two_lessons_that_end_up_with_one_slug_are_not_submitted(
    published_course, lessons, instructor_client
):
    for page in lessons[:2]:
        admin_actions.edit_lesson(page, slug="tides")
    response = admin_actions.submit(instructor_client, published_course)
    assert "has “tides” as well. Choose another." in response.content.decode()


def test_old_addresses_lead_on_when_course_and_lesson_are_renamed_together(
    published_course, lessons, release, client, editor
):
    one, two, _three = lessons
    LessonPage.objects.update(free_preview=True)
    old_urls = [published_course.url, one.url, two.url]
    draft = reload(published_course)
    draft.slug = "another-course"
    draft.save_revision(clean=False)
    admin_actions.edit_lesson(one, slug="tides", free_preview=True)
    release()
    new_urls = [reload(page).url for page in (published_course, one, two)]
    assert new_urls[1] == "/courses/another-course/tides/"
    responses = [client.get(url) for url in old_urls]
    assert [response.status_code for response in responses] == [301] * 3
    assert [response.url for response in responses] == new_urls


def test_address_of_before_leads_to_the_lesson_and_not_to_who_has_its_slug_now(
    published_course, lessons, release, client
):
    """The course has a new address too, so both old ones are free to lead on."""
    one, two, _three = lessons
    LessonPage.objects.update(free_preview=True)
    draft = reload(published_course)
    draft.slug = "another-course"
    draft.save_revision(clean=False)
    admin_actions.edit_lesson(one, slug=two.slug, free_preview=True)
    admin_actions.edit_lesson(two, slug=one.slug, free_preview=True)
    release()
    assert client.get(one.url).url == f"/courses/another-course/{two.slug}/"
    assert client.get(two.url).url == f"/courses/another-course/{one.slug}/"


def test_first_release_makes_no_redirects(draft_course, instructor, editor, release):
    factories.complete_course(draft_course.get_parent().specific)
    assert not Redirect.objects.exists()
