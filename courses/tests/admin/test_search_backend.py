"""The search boxes of the admin take what people type."""

import pytest
from django.urls import reverse

pytestmark = [pytest.mark.both_databases, pytest.mark.search]

TYPED = ['"', '"Knots', 'a"b', "'", "\\", "(", "*", "NOT", "a:b", " ", "-", "%", "a " * 3000]
LISTS = [
    *("wagtailadmin_pages:search", "wagtailadmin_choose_page_search", "wagtailimages:index"),
    *("wagtaildocs:index", "videos:index", "wagtaildocs_chooser:choose_results"),
]


@pytest.mark.parametrize("name", LISTS)
def test_every_search_text_is_accepted(editor_client, home, name):
    responses = {text: editor_client.get(reverse(name), {"q": text}) for text in TYPED}
    assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(
        TYPED, 200
    )


def test_quotation_marks_hide_no_results(editor_client, draft_course):
    draft_course.title = "Knots and splices"
    draft_course.save()
    response = editor_client.get(reverse("wagtailadmin_pages:search"), {"q": '"knots'})
    assert [page.title for page in response.context["pages"]] == ["Knots and splices"]
