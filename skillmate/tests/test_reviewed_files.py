"""What an editor looked at is what goes live, files included: none is changed in between."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import LessonPage
from courses.release.changes import Changes
from courses.release.exceptions import StaleRefusal
from courses.release.pinned_revisions import with_revisions
from courses.release.publication import publish_at_once
from courses.release.review import approve
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release import admin_actions
from courses.tests.release.conftest import (
    client_of,
    draft_course,
    editor,
    instructor,
    instructor_client,
)
from learners.tests.files import document, video
from media.models import CustomImage
from media.tests.admin_pages import deleted

from .test_live_files import FILMS, picture_form, tracks

KINDS = ["picture", "poster", "document", "linked", "video"]

__all__ = ["draft_course", "editor", "instructor", "instructor_client"]


@pytest.fixture
def collection(draft_course, instructor):
    return ensure_team(draft_course).collection


def with_files(lesson: LessonPage, **files) -> None:
    """A new draft of `lesson` that shows them, within other blocks and in rich text."""
    image = {"image": files["picture"].pk, "decorative": False, "alt_text": "A bench"}
    text = f'<p>Take <a linktype="document" id="{files["linked"].pk}">this</a>.</p>'
    blocks = [
        {"type": "image", "value": {"image": image}},
        {"type": "download", "value": {"document": files["document"].pk, "title": ""}},
        {"type": "video", "value": {"video": files["video"].pk, "caption": ""}},
        {"type": "text", "value": text},
    ]
    body = LessonPage._meta.get_field("body")
    admin_actions.edit_lesson(lesson, body=body.to_python([*lesson.body.raw_data, *blocks]))


@pytest.fixture
def files(draft_course, collection) -> dict:
    return make_files(draft_course, collection)


def make_files(draft_course, collection) -> dict:
    """All that a lesson of the draft shows; captions are missing, which the editor waives."""
    items = {
        "picture": factories.picture(),
        "poster": factories.picture("Poster"),
        "document": document(collection=collection),
        "linked": document(collection=collection),
        "video": video(collection=collection),
    }
    CustomImage.objects.filter(pk__in=[items["picture"].pk, items["poster"].pk]).update(
        collection=collection
    )
    items["video"].poster = items["poster"]
    items["video"].transcript = "Words."
    items["video"].save()
    with_files(LessonPage.objects.child_of(draft_course).first(), **items)
    return items


def new_pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.pdf", b"%PDF-1.4 unseen", "application/pdf")


def change(client, kind: str, item, collection):
    """Puts another file, or other words, in the place of `item`."""
    common_fields = {"collection": collection.pk, "tags": ""}
    if kind in ("document", "linked"):
        view, data = "wagtaildocs:edit", {**common_fields, "title": item.title, "file": new_pdf()}
    elif kind == "video":
        view = "videos:edit"
        fields = {"title": item.title, "poster": item.poster_id, "transcript": "Unseen."}
        data = {**FILMS, **tracks(), **common_fields, **fields, "tracks-MAX_NUM_FORMS": ""}
    else:
        view, data = "wagtailimages:edit", picture_form(collection)
    return client.post(reverse(view, args=[item.pk]), data)


def change_by_code(item) -> None:
    """As a command or another program would: the forms refuse it."""
    if hasattr(item, "transcript"):
        type(item).objects.filter(pk=item.pk).update(transcript="Unseen.")
    else:
        item.file.save("unseen", SimpleUploadedFile("unseen", item.file.read()))


def stored_texts(item) -> tuple:
    item = type(item).objects.get(pk=item.pk)
    return (item.title, item.transcript) if hasattr(item, "transcript") else (item.file.name,)


@pytest.mark.parametrize("kind", KINDS)
def test_file_in_review_is_not_changed_by_its_team(
    kind, files, draft_course, instructor_client, collection
):
    before = stored_texts(files[kind])
    assert (
        admin_actions.submit(instructor_client, draft_course, despite_findings="on").status_code
        == 302
    )
    assert draft_course.releases.in_review().exists()
    response = change(instructor_client, kind, files[kind], collection)
    assert "in a release that is in review" in response.content.decode()
    assert stored_texts(files[kind]) == before


@pytest.mark.parametrize("kind", KINDS)
def test_file_changed_after_the_editor_looked_is_looked_at_again(
    kind, files, draft_course, instructor_client, editor
):
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    fingerprint = Changes(draft_course).fingerprint
    assert Changes(draft_course).fingerprint == fingerprint
    change_by_code(files[kind])
    with pytest.raises(StaleRefusal):
        approve(draft_course, by=editor, fingerprint=fingerprint)


@pytest.mark.parametrize("kind", KINDS)
def test_file_is_free_again_once_the_course_is_withdrawn(
    kind, files, draft_course, instructor_client, collection
):
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    instructor_client.post(reverse("courses_admin:withdraw", args=[draft_course.pk]))
    before = stored_texts(files[kind])
    change(instructor_client, kind, files[kind], collection)
    assert stored_texts(files[kind]) != before


@pytest.mark.parametrize("kind", KINDS)
def test_file_of_an_edition_that_can_be_restored_is_not_changed_by_its_team(
    kind, files, draft_course, instructor, editor, collection
):
    lesson = LessonPage.objects.child_of(draft_course).first()
    publish_at_once(draft_course, with_revisions(Changes(draft_course)).rows, by=editor)
    admin_actions.edit_lesson(lesson, body=[("text", "<p>Without files.</p>")])
    publish_at_once(draft_course, with_revisions(Changes(draft_course)).rows, by=editor)
    before = stored_texts(files[kind])
    response = change(client_of(instructor), kind, files[kind], collection)
    assert "can be made live again" in response.content.decode()
    assert stored_texts(files[kind]) == before


def test_nothing_in_review_is_deleted_by_its_team(files, draft_course, instructor_client):
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    assert deleted(instructor_client, files) == []


def test_what_was_seen_costs_no_query_for_each_lesson(draft_course, files):
    def query_count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Changes(draft_course).fingerprint
        return len(queries)

    count = query_count()
    for lesson in LessonPage.objects.child_of(draft_course):
        with_files(lesson, **files)
    assert query_count() == count
