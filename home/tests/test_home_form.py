"""The landing page and plain pages in the editor."""

from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.blocks.size import MAX_BLOCKS
from courses.tests import factories
from courses.tests.admin.admin_pages import JSON, edit_url
from courses.tests.release.conftest import client_of
from home.models import HomePage, StandardPage


def test_featured_course_that_is_not_chosen_yet_keeps_no_landing_page_from_being_saved(home):
    page = HomePage.objects.get(pk=home.pk)
    client = client_of(factories.user("admin", is_superuser=True))
    form = {
        "title": page.title,
        "slug": page.slug,
        "promise": "Learn more.",
        "lead": "",
        "featured": inline_formset([{"course": ""}]),
        "comments": inline_formset([]),
    }
    response = client.post(edit_url(page), nested_form_data(form), **JSON)
    assert response.json()["success"]
    draft = HomePage.objects.get(pk=home.pk).get_latest_revision_as_object()
    assert (draft.promise, draft.featured.count()) == ("Learn more.", 0)


def test_editor_of_a_plain_page_knows_how_large_it_may_become(admin_client, home):
    terms = home.add_child(instance=StandardPage(title="Terms", slug="terms"))
    editor = admin_client.get(f"/admin/pages/{terms.pk}/edit/").content.decode()
    assert f'data-most-blocks="{MAX_BLOCKS}"' in editor
    assert "js/admin/body_size" in editor
