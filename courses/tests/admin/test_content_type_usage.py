"""Wagtail's list of all pages of one type, over all courses."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize("results_only", [False, True])
@pytest.mark.parametrize("model", ["coursepage", "lessonpage"])
def test_pages_of_one_type_are_listed(editor_client, draft_course, model, results_only):
    name = "type_use_results" if results_only else "type_use"
    response = editor_client.get(reverse(f"wagtailadmin_pages:{name}", args=["courses", model]))
    assert response.status_code == 200
    titles = {page.title for page in response.context["object_list"]}
    expected = [draft_course] if model == "coursepage" else draft_course.get_children()
    assert titles == {page.title for page in expected}
