"""A file of another course is not had by writing its key into a page of one's own."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text, streamfield

from courses.models import CoursePage, LessonPage
from courses.teams.team import ensure_team
from courses.tests import factories
from media.forms.choosing import REFUSAL
from media.models import CustomDocument, CustomImage, Video
from media.tests import factories as media

from .admin_pages import add_lesson, autosave, draft_curriculum, draft_of, save

FOREIGN = str(REFUSAL)


@pytest.fixture
def own_collection(draft_course, instructor):
    """The collection of the course's team."""
    return ensure_team(draft_course).collection


@pytest.fixture
def foreign_collection(index):
    return ensure_team(factories.course(index, live=False)).collection


@pytest.fixture
def lesson(draft_course) -> LessonPage:
    return LessonPage.objects.below(draft_course).first()


def video_in(collection) -> Video:
    return media.video(collection=collection)


def video_body(video: Video) -> dict:
    return {"body": streamfield([("video", {"video": video.pk, "caption": ""})])}


def image_body(image: CustomImage) -> dict:
    block = {"image": {"image": image.pk, "alt_text": "A sky"}, "caption": "", "link": ""}
    return {"body": streamfield([("image", block)])}


def document_body(document) -> dict:
    link = f'<p><a linktype="document" id="{document.pk}">Sheet</a></p>'
    return {"body": streamfield([("text", rich_text(link, features=["document-link"]))])}


def body_with(kind: str, collection) -> dict:
    if kind == "video":
        return video_body(video_in(collection))
    if kind == "image":
        return image_body(media.image(collection=collection))
    file = ContentFile(b"%PDF-1.4", name="sheet.pdf")
    return document_body(
        CustomDocument.objects.create(title="Sheet", file=file, collection=collection)
    )


def link_body(page) -> dict:
    link = f'<p><a linktype="page" id="{page.pk}">There</a></p>'
    return {"body": streamfield([("text", rich_text(link, features=["link"]))])}


def block_types(page) -> list[str]:
    return [block["type"] for block in draft_of(page).body.raw_data]


@pytest.mark.parametrize("kind", ["video", "image", "text"])
def test_lesson_accepts_files_of_its_own_course_only(
    instructor_client, lesson, own_collection, foreign_collection, kind
):
    before = block_types(lesson)
    refused_response = save(
        instructor_client, lesson, **body_with(kind, foreign_collection), follow=True
    )
    assert (FOREIGN in refused_response.content.decode(), block_types(lesson)) == (True, before)
    assert (
        autosave(instructor_client, lesson, **body_with(kind, foreign_collection)).status_code
        == 400
    )
    assert block_types(lesson) == before
    accepted_response = save(
        instructor_client, lesson, **body_with(kind, own_collection), follow=True
    )
    assert (FOREIGN in accepted_response.content.decode(), block_types(lesson)) == (False, [kind])


def test_new_lesson_refuses_files_of_another_course(
    instructor_client, draft_course, own_collection, foreign_collection
):
    response = add_lesson(
        instructor_client, draft_course, **video_body(video_in(foreign_collection)), follow=True
    )
    assert FOREIGN in response.content.decode()
    assert not LessonPage.objects.filter(slug="new-lesson").exists()


def test_course_refuses_an_image_of_another_course(
    instructor_client, draft_course, own_collection, foreign_collection
):
    before, foreign_image = draft_course.thumbnail_id, media.image(collection=foreign_collection)
    save(instructor_client, draft_course, thumbnail=foreign_image.pk)
    assert draft_of(draft_course).thumbnail_id == before
    save(instructor_client, draft_course, thumbnail=media.image(collection=own_collection).pk)
    assert draft_of(draft_course).thumbnail_id not in (before, foreign_image.pk)


def test_file_chosen_by_an_editor_is_kept(
    instructor_client, editor_client, lesson, own_collection, foreign_collection
):
    changes = video_body(video_in(foreign_collection))
    save(editor_client, lesson, **changes)
    response = save(instructor_client, lesson, title="Its new title", **changes, follow=True)
    assert FOREIGN not in response.content.decode()
    assert (draft_of(lesson).title, block_types(lesson)) == ("Its new title", ["video"])


def test_video_refuses_a_poster_of_another_course(
    instructor_client, own_collection, foreign_collection
):
    video, foreign_image = video_in(own_collection), media.image(collection=foreign_collection)
    form = {
        "title": video.title,
        "poster": foreign_image.pk,
        "collection": own_collection.pk,
        "transcript": "",
    }
    tracks = {f"tracks-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = instructor_client.post(reverse("videos:edit", args=[video.pk]), form | tracks)
    assert FOREIGN in response.content.decode()
    assert Video.objects.get(pk=video.pk).poster is None


@pytest.fixture
def secret_course(index) -> CoursePage:
    """Another team's course that is not public, and its lesson."""
    course = factories.course(index, live=False, title="Zibeline", slug="zibeline")
    LessonPage.objects.below(course).update(title="Zibeline lesson", draft_title="Zibeline lesson")
    return course


def test_lesson_refuses_links_to_drafts_of_another_course(
    instructor_client, lesson, secret_course, index
):
    refused_html = save(
        instructor_client, lesson, **link_body(secret_course), follow=True
    ).content.decode()
    assert (FOREIGN in refused_html, "zibeline" in refused_html.lower()) == (True, False)
    for page in (factories.course(index), lesson, index):
        accepted_html = save(
            instructor_client, lesson, **link_body(page), follow=True
        ).content.decode()
        assert FOREIGN not in accepted_html


def test_course_refuses_a_lesson_of_another_course(instructor_client, draft_course, secret_course):
    before, foreign_lesson = (
        draft_curriculum(draft_course),
        LessonPage.objects.below(secret_course).first(),
    )
    entries = {"curriculum": streamfield([("lesson", foreign_lesson.pk)])}
    html = save(instructor_client, draft_course, **entries, follow=True).content.decode()
    assert (FOREIGN in html, "zibeline" in html.lower()) == (True, False)
    assert draft_curriculum(draft_course) == before


def test_refused_form_shows_neither_name_nor_picture(
    instructor_client, lesson, own_collection, foreign_collection
):
    """By the key alone anybody could leaf through the files of all courses."""
    foreign_image = media.image(
        title="Zibeline", name="zibeline.png", collection=foreign_collection
    )
    block = {"image": {"image": foreign_image.pk, "alt_text": "A sky"}, "caption": "", "link": ""}
    for page, changes in (
        (lesson, {"body": streamfield([("image", block)])}),
        (lesson.course, {"thumbnail": foreign_image.pk}),
    ):
        response = save(
            instructor_client, page, title="Kept as it was typed", **changes, follow=True
        )
        html = response.content.decode()
        assert (FOREIGN in html, "zibeline" in html.lower()) == (True, False)
        assert "Kept as it was typed" in html
