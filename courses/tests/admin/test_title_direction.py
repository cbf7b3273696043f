"""Titles stand for themselves in rows of the other direction."""

import pytest

pytestmark = pytest.mark.django_db


def test_titles_are_isolated_in_the_breadcrumb_and_the_outline(client, published_course):
    lesson = published_course.outline.lessons[0].specific
    type(lesson).objects.filter(pk=lesson.pk).update(free_preview=True, title="مقدمة (1)!")
    html = client.get(lesson.url).content.decode()
    assert f"<bdi>{published_course.title}</bdi></a>" in html
    assert "<bdi>مقدمة (1)!</bdi></span>" in html


def test_lists_of_the_admin_have_the_style_for_titles(admin_client):
    assert "css/admin/titles.css" in admin_client.get("/admin/pages/").content.decode()
