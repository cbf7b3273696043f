"""A restore always works, or says before the button why not and what to do."""

import pytest
from django.urls import reverse

from courses.models import Category, CoursePage, CourseRelease, Instructor, LessonPage
from courses.tests import factories
from courses.tests.counting import get_query_count
from courses.tests.release import admin_actions
from media.models import CustomImage

from .admin_pages import reload
from .messages import message_texts
from .test_history import make_release, second_release

__all__ = ["second_release"]


def restore_url(release: CourseRelease) -> str:
    return reverse("courses_admin:restore", args=[release.pk])


@pytest.fixture
def release(published_course, instructor, editor):
    return lambda: make_release(published_course, instructor, editor)


@pytest.fixture
def first(published_course) -> CourseRelease:
    return published_course.releases.get(number=1)


@pytest.fixture
def lessons(published_course) -> list[LessonPage]:
    return published_course.outline.lessons


def texts(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.both_databases
def edit_course(course: CoursePage, **fields) -> None:
    draft = reload(course).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(clean=False)


@pytest.mark.both_databases
def test_slugs_exchanged_since_are_exchanged_back(
    published_course, lessons, release, first, editor_client
):
    one, two, _three = lessons
    admin_actions.edit_lesson(one, slug="on-its-way")
    release()
    admin_actions.edit_lesson(two, slug=one.slug)
    admin_actions.edit_lesson(one, slug=two.slug)
    release()
    editor_client.post(restore_url(first), {"note": ""})
    assert [reload(page).slug for page in (one, two)] == [one.slug, two.slug]


def test_draft_with_an_old_address_is_listed_and_gets_another(
    published_course, lessons, release, first, editor_client
):
    one = lessons[0]
    admin_actions.edit_lesson(one, slug="renamed")
    release()
    draft = factories.lesson(published_course, live=False, title="Mere draft", slug=one.slug)
    page = editor_client.get(restore_url(first))
    assert "is a draft that learners have not seen" in texts(page)
    assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in texts(page)
    editor_client.post(restore_url(first), {"note": ""})
    assert (reload(one).slug, reload(draft).slug) == (one.slug, f"{one.slug}-2")


@pytest.mark.both_databases
def test_lesson_that_the_restore_takes_away_gives_its_address_back(
    published_course, lessons, release, first, editor_client
):
    one, two, three = lessons
    admin_actions.edit_lesson(one, slug="renamed")
    release()
    new = factories.lesson(published_course, live=False, slug=one.slug)
    admin_actions.arrange_curriculum(published_course, "Part", one, two, three, new)
    release()
    editor_client.post(restore_url(first), {"note": ""})
    assert (reload(one).slug, reload(new).live) == (one.slug, False)


def test_course_whose_address_is_taken_keeps_the_one_it_has(
    published_course, index, release, first, editor_client
):
    old_slug = published_course.slug
    edit_course(published_course, slug="renamed")
    release()
    other = factories.course(index, slug=old_slug, title="Squatter", live=False)
    page = editor_client.get(restore_url(first))
    assert "The old address of the course is taken" in texts(page)
    assert "“<bdi>Squatter</bdi>”" in texts(page)
    refused = editor_client.post(restore_url(first), {"note": "", "slug": other.slug})
    assert "Another page has this address. Choose another." in texts(refused)
    editor_client.post(restore_url(first), {"note": "", "slug": "renamed"})
    assert published_course.releases.filter(restored_from=first).exists()
    assert (reload(published_course).slug, reload(other).slug) == ("renamed", old_slug)


def test_deleted_category_is_replaced(published_course, release, first, editor_client):
    old_category = published_course.category
    edit_course(published_course, category=factories.category("Science"))
    release()
    Category.objects.get(pk=old_category.pk).delete()
    page = editor_client.get(restore_url(first))
    assert "The one it had then was deleted." in texts(page)
    assert f"“{old_category.name}”" not in texts(page)
    refused = editor_client.post(restore_url(first), {"note": "", "category": ""})
    assert "This field is required." in texts(refused)
    chosen = factories.category("Nature")
    editor_client.post(restore_url(first), {"note": "", "category": chosen.pk})
    restored = reload(published_course)
    assert (restored.category, restored.live) == (chosen, True)
    assert published_course.releases.get(restored_from=first).number == 3


def test_newer_draft_stays_the_newest_when_something_is_replaced(
    published_course, release, first, editor_client
):
    old_category = published_course.category
    edit_course(published_course, category=factories.category("Science"))
    release()
    Category.objects.get(pk=old_category.pk).delete()
    edit_course(published_course, summary="A newer draft.")
    editor_client.post(
        restore_url(first), {"note": "", "category": factories.category("Nature").pk}
    )
    restored = reload(published_course)
    assert restored.has_unpublished_changes
    assert restored.get_latest_revision_as_object().summary == "A newer draft."


def test_everything_that_is_gone_is_listed_by_name(
    published_course, lessons, release, first, editor_client
):
    """Deleted through the admin, which remembers what it was called."""
    picture = published_course.thumbnail
    edit_course(published_course, thumbnail=factories.picture("Another"))
    release()
    editor_client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert not CustomImage.objects.filter(pk=picture.pk).exists()
    page = editor_client.get(restore_url(first))
    assert "What no longer exists" in texts(page)
    assert f"image “<bdi>{picture.title}</bdi>”" in texts(page)
    editor_client.post(restore_url(first), {"note": ""})
    assert reload(published_course).thumbnail is None


def test_picture_of_a_lesson_that_is_gone_keeps_nothing_from_going_live(
    published_course, lessons, release, editor_client
):
    picture = factories.picture("Moonrise")
    image = {"image": {"image": picture.pk, "decorative": False, "alt_text": "A moon"}}
    body = LessonPage._meta.get_field("body")
    blocks = [*lessons[0].body.raw_data, {"type": "image", "value": image}]
    admin_actions.edit_lesson(lessons[0], body=body.to_python(blocks))
    second = release()
    admin_actions.edit_lesson(lessons[0], body=[("text", "<p>Without.</p>")])
    release()
    editor_client.post(reverse("wagtailimages:delete", args=[picture.pk]))
    page = texts(editor_client.get(restore_url(second)))
    assert "image “<bdi>Moonrise</bdi>”" in page
    assert "Yes, restore it" in page
    editor_client.post(restore_url(second), {"note": ""})
    assert published_course.releases.filter(restored_from=second).exists()


def test_teacher_who_is_gone_is_listed(published_course, release, editor_client):
    teacher = Instructor.objects.create(name="Ada Gone")
    draft = reload(published_course).get_latest_revision_as_object()
    draft.taught_by.add(draft.taught_by.model(instructor=teacher))
    draft.save_revision(clean=False)
    second = release()
    edit_course(published_course, taught_by=[])
    release()
    teacher.delete()
    page = editor_client.get(restore_url(second))
    assert "instructor" in texts(page)
    editor_client.post(restore_url(second), {"note": ""})
    assert published_course.releases.filter(restored_from=second).exists()


def test_open_release_is_named_before_the_button(
    published_course, lessons, release, first, editor_client, instructor_client
):
    admin_actions.edit_lesson(lessons[0], title="Second")
    release()
    admin_actions.edit_lesson(lessons[0], title="Third")
    admin_actions.submit(instructor_client, published_course)
    page = editor_client.get(restore_url(first))
    assert "A submission of this course is in review." in texts(page)
    assert "Yes, restore it" not in texts(page)
    response = editor_client.post(restore_url(first), {"note": ""})
    assert message_texts(response) == ["A release of this course is open. Decide on it first."]


def test_edition_that_lacks_what_is_required_now_has_no_button(
    published_course, lessons, release, first, editor_client
):
    revision = first.items.get(page=lessons[0].page_ptr).revision
    admin_actions.edit_lesson(lessons[0], title="Second")
    release()
    revision.content["minutes"] = 0  # as if the rule were newer
    revision.save(update_fields=["content"])
    page = editor_client.get(restore_url(first))
    assert "This cannot be published any more" in texts(page)
    assert "Yes, restore it" not in texts(page)
    response = editor_client.post(restore_url(first), {"note": ""})
    assert "could not be published" in message_texts(response)[0]


def test_restore_page_takes_the_same_queries_for_4_and_9_lessons(
    published_course, lessons, release, editor_client
):
    def query_count(new: int) -> int:
        pages = [*lessons, *(factories.lesson(published_course, live=False) for _ in range(new))]
        admin_actions.arrange_curriculum(published_course, "Part", *pages)
        edition = release()
        for page in pages:
            admin_actions.edit_lesson(page, title=f"{page.title}, edited")
        release()
        return get_query_count(editor_client, restore_url(edition))

    assert query_count(1) == query_count(6)
