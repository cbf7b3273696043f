"""Two saves of one page at once, as an editor's page sends them when “Save draft” is pressed."""

import pytest
from wagtail.models import Revision

from courses.models import LessonPage
from courses.tests.release.test_races import at_once

from .admin_pages import autosave, draft_of, page_form, reload, save
from .conftest import client_of

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
ROUNDS = 6


def loaded_revision(page) -> dict:
    """What the form knows of the draft it was opened with."""
    revision = Revision.objects.get(pk=reload(page).latest_revision_id)
    return {
        "loaded_revision_id": revision.pk,
        "loaded_revision_created_at": revision.created_at.isoformat(),
    }


def autosave_and_save_at_once(page, user, number: int) -> None:
    """Autosave sends the half of a title, and its author the whole of it."""
    form = page_form(page) | loaded_revision(page)
    partial_form, full_form = (
        form | {"title": f"Half of title {number}"},
        form | {"title": f"Title {number}"},
    )
    autosave_client, author_client = client_of(user), client_of(user)
    at_once(
        lambda: autosave(autosave_client, page, **partial_form),
        lambda: save(author_client, page, follow=False, **full_form),
    )


@pytest.mark.parametrize("kind", ["course", "lesson"])
def test_concurrent_autosave_never_overwrites_a_save(draft_course, instructor, kind):
    page = draft_course if kind == "course" else LessonPage.objects.below(draft_course)[0]
    page.save_revision()
    for number in range(ROUNDS):
        autosave_and_save_at_once(page, instructor, number)
        assert draft_of(page).title == f"Title {number}"
