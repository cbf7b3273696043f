"""What an edition shows of pictures is made before its first reader comes."""

import json

import pytest

from courses.models import Instructor, LessonPage
from courses.release.pictures import request_pictures
from courses.release.submission import submit
from courses.tests import factories
from media.models import CustomRendition, RenditionRequest, Video, VideoAsset
from media.rendition_queue import CARD, LESSON, PORTRAIT, POSTER, SOCIAL, make_requested

from .mail_fixtures import approve_course


@pytest.fixture
def picture(draft_course):
    """In the first lesson, which may be read without enrolling."""
    picture = factories.picture("Bench")
    image = {"image": picture.pk, "decorative": False, "alt_text": "A bench"}
    blocks = [
        {"type": "image", "value": {"image": image, "caption": "", "link": ""}},
        {"type": "text", "value": "<p>Text.</p>"},
    ]
    lesson = LessonPage.objects.child_of(draft_course).order_by("path")[0]
    lesson.body, lesson.free_preview = json.dumps(blocks), True
    lesson.save_revision(clean=False)
    return picture


def requested() -> set[tuple[int, str]]:
    return set(RenditionRequest.objects.values_list("image", "specs"))


def test_submission_asks_for_what_the_release_will_show(draft_course, picture, instructor):
    submit(draft_course, by=instructor)
    thumbnail = draft_course.thumbnail_id
    assert requested() == {
        (picture.pk, LESSON),
        (thumbnail, LESSON),
        (thumbnail, f"{CARD};{SOCIAL}"),
    }


def test_first_readers_see_pictures_and_make_none(
    draft_course, picture, instructor, editor, client
):
    submit(draft_course, by=instructor)
    make_requested()
    approve_course(draft_course, editor)
    made = CustomRendition.objects.count()
    lesson = LessonPage.objects.child_of(draft_course).order_by("path")[0]
    for url in ("/courses/", draft_course.url, lesson.url):
        page = client.get(url).content.decode()
        assert "<picture>" in page, url
        assert "picture-soon" not in page, url
    make_requested()  # asked for once more by the approval
    assert CustomRendition.objects.count() == made


def test_reader_who_is_quicker_than_the_worker_sees_a_stand_in(
    draft_course, picture, instructor, editor, client
):
    submit(draft_course, by=instructor)
    approve_course(draft_course, editor)
    url = LessonPage.objects.child_of(draft_course).order_by("path")[0].url
    assert "picture-soon" in client.get(url).content.decode()
    assert CustomRendition.objects.count() == 0
    make_requested()
    assert "picture-soon" not in client.get(url).content.decode()


def test_pictures_that_are_gone_and_posters(draft_course):
    poster = factories.picture()
    film = Video.objects.create(title="A film", asset=VideoAsset.objects.create(), poster=poster)
    lesson = LessonPage.objects.child_of(draft_course).order_by("path")[0]
    files = {lesson.pk: {("customimage", 987654), ("video", film.pk), ("video", 987654)}}
    request_pictures(draft_course, files)
    assert requested() == {(poster.pk, POSTER)}


def test_portrait_is_asked_for_when_it_is_saved(db):
    Instructor.objects.create(name="Ivy", slug="ivy", picture=factories.picture())
    Instructor.objects.create(name="Ann", slug="ann")
    assert [specs for _pk, specs in requested()] == [PORTRAIT]
