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

from .admin_pages import add_lesson, autosave, draft_of, placed, save

FOREIGN = str(REFUSAL)


@pytest.fixture
def own(draft_course, instructor):
    """The collection of the course's team."""
    return ensure_team(draft_course).collection


@pytest.fixture
def foreign(index):
    return ensure_team(factories.course(index, live=False)).collection


@pytest.fixture
def lesson(draft_course) -> LessonPage:
    return LessonPage.objects.below(draft_course).first()


def film(collection) -> Video:
    return media.video(collection=collection)


def in_block(video: Video) -> dict:
    return {"body": streamfield([("video", {"video": video.pk, "caption": ""})])}


def in_picture(image: CustomImage) -> dict:
    block = {"image": {"image": image.pk, "alt_text": "A sky"}, "caption": "", "link": ""}
    return {"body": streamfield([("image", block)])}


def in_text(document) -> dict:
    link = f'<p><a linktype="document" id="{document.pk}">Sheet</a></p>'
    return {"body": streamfield([("text", rich_text(link, features=["document-link"]))])}


def body_with(kind: str, collection) -> dict:
    if kind == "video":
        return in_block(film(collection))
    if kind == "image":
        return in_picture(media.image(collection=collection))
    file = ContentFile(b"%PDF-1.4", name="sheet.pdf")
    return in_text(CustomDocument.objects.create(title="Sheet", file=file, collection=collection))


def in_link(page) -> dict:
    link = f'<p><a linktype="page" id="{page.pk}">There</a></p>'
    return {"body": streamfield([("text", rich_text(link, features=["link"]))])}


def stored(page) -> list[str]:
    return [block["type"] for block in draft_of(page).body.raw_data]


@pytest.mark.parametrize("kind", ["video", "image", "text"])
def test_lesson_takes_files_of_its_own_course_alone(instructor_client, lesson, own, foreign, kind):
    before = stored(lesson)
    refused = save(instructor_client, lesson, **body_with(kind, foreign))
    assert (FOREIGN in refused.content.decode(), stored(lesson)) == (True, before)
    assert autosave(instructor_client, lesson, **body_with(kind, foreign)).status_code == 400
    assert stored(lesson) == before
    taken = save(instructor_client, lesson, **body_with(kind, own))
    assert (FOREIGN in taken.content.decode(), stored(lesson)) == (False, [kind])


def test_new_lesson_takes_none_of_another_course(instructor_client, draft_course, own, foreign):
    refused = add_lesson(instructor_client, draft_course, **in_block(film(foreign)))
    assert FOREIGN in refused.content.decode()
    assert not LessonPage.objects.filter(slug="new-lesson").exists()


def test_course_takes_no_picture_of_another(instructor_client, draft_course, own, foreign):
    before, stranger = draft_course.thumbnail_id, media.image(collection=foreign)
    save(instructor_client, draft_course, thumbnail=stranger.pk)
    assert draft_of(draft_course).thumbnail_id == before
    save(instructor_client, draft_course, thumbnail=media.image(collection=own).pk)
    assert draft_of(draft_course).thumbnail_id not in (before, stranger.pk)


def test_file_that_an_editor_chose_stays(instructor_client, editor_client, lesson, own, foreign):
    shown = in_block(film(foreign))
    save(editor_client, lesson, **shown)
    response = save(instructor_client, lesson, title="Its new title", **shown)
    assert FOREIGN not in response.content.decode()
    assert (draft_of(lesson).title, stored(lesson)) == ("Its new title", ["video"])


def test_video_takes_no_poster_of_another_course(instructor_client, own, foreign):
    video, stranger = film(own), media.image(collection=foreign)
    form = {"title": video.title, "poster": stranger.pk, "collection": own.pk, "transcript": ""}
    tracks = {f"tracks-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    response = instructor_client.post(reverse("videos:edit", args=[video.pk]), form | tracks)
    assert FOREIGN in response.content.decode()
    assert Video.objects.get(pk=video.pk).poster is None


@pytest.fixture
def secret(index) -> CoursePage:
    """Another team's course that is not public, and its lesson."""
    course = factories.course(index, live=False, title="Zibeline", slug="zibeline")
    LessonPage.objects.below(course).update(title="Zibeline lesson", draft_title="Zibeline lesson")
    return course


def test_lesson_leads_to_no_draft_of_another_course(instructor_client, lesson, secret, index):
    refused = save(instructor_client, lesson, **in_link(secret)).content.decode()
    assert (FOREIGN in refused, "zibeline" in refused.lower()) == (True, False)
    for page in (factories.course(index), lesson, index):
        taken = save(instructor_client, lesson, **in_link(page)).content.decode()
        assert FOREIGN not in taken


def test_course_takes_no_lesson_of_another(instructor_client, draft_course, secret):
    before, stranger = placed(draft_course), LessonPage.objects.below(secret).first()
    entries = {"curriculum": streamfield([("lesson", stranger.pk)])}
    refused = save(instructor_client, draft_course, **entries).content.decode()
    assert (FOREIGN in refused, "zibeline" in refused.lower()) == (True, False)
    assert placed(draft_course) == before


def test_refused_form_shows_neither_name_nor_picture(instructor_client, lesson, own, foreign):
    """By the key alone anybody could leaf through the files of all courses."""
    stranger = media.image(title="Zibeline", name="zibeline.png", collection=foreign)
    block = {"image": {"image": stranger.pk, "alt_text": "A sky"}, "caption": "", "link": ""}
    for page, chosen in (
        (lesson, {"body": streamfield([("image", block)])}),
        (lesson.course, {"thumbnail": stranger.pk}),
    ):
        refused = save(instructor_client, page, title="Kept as it was typed", **chosen)
        html = refused.content.decode()
        assert (FOREIGN in html, "zibeline" in html.lower()) == (True, False)
        assert "Kept as it was typed" in html
