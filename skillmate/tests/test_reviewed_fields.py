"""Each thing learners get of a file belongs to what was seen; what only the admin has does not."""

import pytest
from django.urls import reverse

from courses.models import LessonPage
from courses.release.changes import Changes
from courses.tests.release.conftest import client_of, draft_course, editor, instructor
from media.tests.browser import save

from .test_live_forms import CHANGES, EDIT_VIEWS, FORM_CHANGES, captioned
from .test_reviewed_files import collection, files, with_files

__all__ = ["collection", "draft_course", "editor", "files", "instructor"]


@pytest.fixture
def fingerprint(files, draft_course) -> str:
    """The hashes of the files are reckoned by now, as they are of what was uploaded."""
    captioned(files["video"])
    for kind in ("picture", "poster", "document", "linked"):
        files[kind].get_file_hash()
    with_files(LessonPage.objects.child_of(draft_course).first(), **files)
    return Changes(draft_course).fingerprint


@pytest.fixture
def change(files, editor):
    """An editor may change any file, in review or not."""
    client = client_of(editor)
    return lambda kind, **fields: save(
        client, reverse(EDIT_VIEWS[kind], args=[files[kind].pk]), **fields
    )


@pytest.mark.parametrize(("kind", "field"), FORM_CHANGES)
def test_what_was_seen_is_another_with_each_field(fingerprint, change, draft_course, kind, field):
    assert change(kind, **{field: CHANGES[kind][field]()}).status_code == 302
    assert Changes(draft_course).fingerprint != fingerprint


@pytest.mark.parametrize("field", ["description", "file"])
def test_what_was_seen_is_another_with_another_poster(
    fingerprint, files, editor, draft_course, field
):
    url = reverse("wagtailimages:edit", args=[files["poster"].pk])
    value = CHANGES["picture"][field]()
    assert save(client_of(editor), url, **{field: value}).status_code == 302
    assert (Changes(draft_course).fingerprint != fingerprint) == (field == "file")


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        *((kind, {}) for kind in EDIT_VIEWS),
        ("picture", {"title": "Another name", "tags": "bench"}),
        ("document", {"tags": "bench"}),
    ],
)
def test_what_was_seen_is_the_same_without_a_change(
    fingerprint, change, draft_course, kind, changes
):
    assert change(kind, **changes).status_code == 302
    assert Changes(draft_course).fingerprint == fingerprint
