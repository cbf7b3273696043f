"""A file is part of what was seen wherever a draft shows it, however deep within it."""

import pytest
from django.urls import reverse
from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.documents.blocks import DocumentChooserBlock

from courses.models import CoursePage, LessonPage
from courses.release.changes import Changes
from courses.release.references import block_references
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
from media.models import CustomDocument
from media.tests.browser import save

from .test_live_forms import CHANGES, EDIT_VIEWS
from .test_reviewed_files import collection

__all__ = ["collection", "draft_course", "editor", "instructor", "instructor_client"]


def in_body(*blocks: dict):
    def show(course: CoursePage) -> None:
        lesson = LessonPage.objects.child_of(course).first()
        body = LessonPage._meta.get_field("body")
        admin_actions.edit_lesson(lesson, body=body.to_python([*lesson.body.raw_data, *blocks]))

    return show


def in_course(**fields):
    def show(course: CoursePage) -> None:
        draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.save_revision(clean=False)

    return show


def accordion(block: dict) -> dict:
    return {"type": "accordion", "value": {"title": "Solution", "body": [block]}}


def callout(block: dict) -> dict:
    return {"type": "callout", "value": {"kind": "note", "title": "", "body": [block]}}


def download(pk: int) -> dict:
    return {"type": "download", "value": {"document": pk, "title": ""}}


def figure(pk: int) -> dict:
    image = {"image": pk, "decorative": False, "alt_text": "A bench"}
    return {"type": "image", "value": {"image": image}}


def film(pk: int) -> dict:
    return {"type": "video", "value": {"video": pk, "caption": ""}}


def link(pk: int) -> str:
    return f'<p>Take <a linktype="document" id="{pk}">this</a>.</p>'


def drawn(pk: int) -> str:
    return f'<embed embedtype="image" id="{pk}" format="fullwidth" alt="A bench"/>'


# What is shown, and how a draft comes to show it.
PLACES = {
    "callout": ("document", lambda pk: in_body(callout(download(pk)))),
    "accordion": ("picture", lambda pk: in_body(accordion(figure(pk)))),
    "film in an accordion": ("video", lambda pk: in_body(accordion(film(pk)))),
    "accordion in a callout": ("document", lambda pk: in_body(callout(accordion(download(pk))))),
    "text in a callout": (
        "document",
        lambda pk: in_body(callout({"type": "text", "value": link(pk)})),
    ),
    "thumbnail": ("picture", lambda pk: in_course(thumbnail_id=pk)),
    "featured video": ("video", lambda pk: in_course(featured_video_id=pk)),
    "link in the description": ("document", lambda pk: in_course(description=link(pk))),
    "picture in the description": ("picture", lambda pk: in_course(description=drawn(pk))),
}
FIELD = {"picture": "description", "document": "title", "video": "transcript"}


def create_item(kind: str, collection):
    if kind != "picture":
        return {"document": document, "video": video}[kind](collection=collection)
    picture = factories.picture()
    picture.collection = collection
    picture.save()
    return picture


def change(client, kind: str, item):
    field = FIELD[kind]
    url = reverse(EDIT_VIEWS[kind], args=[item.pk])
    return save(client, url, **{field: CHANGES[kind][field]()})


@pytest.fixture(params=PLACES)
def shown_file(request, draft_course, collection) -> tuple:
    kind, place = PLACES[request.param]
    item = create_item(kind, collection)
    if kind != "video":
        item.get_file_hash()
    place(item.pk)(draft_course)
    return kind, item


def test_a_change_there_is_a_change_of_what_was_seen(shown_file, draft_course, editor):
    fingerprint = Changes(draft_course).fingerprint
    change(client_of(editor), *shown_file)
    assert Changes(draft_course).fingerprint != fingerprint


def test_what_is_shown_there_is_not_changed_by_the_team(
    shown_file, draft_course, instructor_client
):
    assert (
        admin_actions.submit(instructor_client, draft_course, despite_findings="on").status_code
        == 302
    )
    response = change(instructor_client, *shown_file)
    assert "in a release that is in review" in response.content.decode()


def test_file_whose_number_begins_like_that_of_a_shown_one_is_free(
    draft_course, collection, instructor_client
):
    sheet = document(collection=collection)
    ten, one = (
        CustomDocument.objects.create(pk=pk, title="Sheet", file=sheet.file, collection=collection)
        for pk in (77770, 7777)
    )
    in_body(download(ten.pk))(draft_course)
    admin_actions.submit(instructor_client, draft_course, despite_findings="on")
    assert change(instructor_client, "document", ten).status_code == 200
    assert change(instructor_client, "document", one).status_code == 302


@pytest.mark.parametrize(
    "wrap", [ListBlock, lambda block: StructBlock([("sheets", ListBlock(block))])]
)
def test_list_blocks_are_searched(db, wrap):
    """No block of this site is one yet."""
    sheet = document()
    block = StreamBlock([("part", wrap(DocumentChooserBlock()))])
    value = [sheet] if wrap is ListBlock else {"sheets": [sheet]}
    raw_value = block.get_prep_value(block.normalize([("part", value)]))
    assert list(block_references(block, raw_value)) == [(CustomDocument, sheet.pk)]
