"""Whatever may be typed as a title, or a name, can be saved."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from courses.models import Category, CoursePage, Instructor, LessonPage
from courses.tests.admin.admin_pages import add_lesson, course_url, draft_of, reload, save

TITLES = {
    "🎓✨": "lesson",
    "…?!": "lesson",
    "مقدمة في الجبر": "مقدمة-في-الجبر",
    "New lesson": "new-lesson",
    "x" * 255: "x" * 200,
    "ﷺ" * 255: ("صلى-الله-عليه-وسلم" * 30)[:200].strip("-"),
    "हिन्दी": None,
}


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
@pytest.mark.parametrize("sent", ["", "follows"])
def test_two_lessons_of_any_title_are_saved(draft_course, instructor_client, title, sent):
    """The script writes a slug as one types, and knows nothing of the other lesson."""
    slug = slugify(title, allow_unicode=True) if sent else ""
    for _number in range(2):
        response = add_lesson(instructor_client, draft_course, title=title, slug=slug)
        assert response.status_code == 302
    first, second = LessonPage.objects.filter(draft_title=title).order_by("pk")
    if expected := TITLES[title]:
        assert first.slug in (expected, slug)
    assert second.slug != first.slug
    assert len(second.slug) <= 255


def test_a_slug_that_was_written_is_not_replaced(draft_course, instructor_client):
    add_lesson(instructor_client, draft_course, title="A", slug="mine")
    response = add_lesson(instructor_client, draft_course, title="B", slug="mine")
    assert "already in use" in response.content.decode()


def test_a_draft_keeps_its_number_while_it_is_saved_again(draft_course, instructor_client):
    for _number in range(2):
        add_lesson(instructor_client, draft_course, title="Intro", slug="intro")
    lesson = LessonPage.objects.filter(draft_title="Intro").last()
    for slug in ("intro", ""):
        save(instructor_client, lesson, title="Intro", slug=slug)
        assert draft_of(lesson).slug == "intro-2"


def test_a_course_is_not_saved_where_the_catalogue_answers(draft_course, instructor_client):
    response = save(instructor_client, draft_course, slug="category")
    assert "The site itself answers at" in response.content.decode()


@pytest.mark.parametrize("model", [Category, Instructor])
def test_snippets_of_any_name_are_saved(admin_client, model, course):
    url = reverse(model.snippet_viewset.get_url_name("add"))
    for name in ("🎨", "🎵", "x" * 80):
        response = admin_client.post(url, {"name": name, "slug": "", "headline": "", "bio": ""})
        assert response.status_code == 302
    noun = model._meta.model_name
    assert {noun, f"{noun}-2"} <= set(model.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("name", ["new_lesson", "new_section"])
def test_a_title_that_cannot_be_seen_is_told_beside_the_field(
    draft_course, instructor_client, name
):
    url = reverse(f"courses_admin:{name}", args=[draft_course.pk])
    response = instructor_client.post(url, {"title": "\u200b\u00ad"})
    assert "Nothing of this can be seen." in response.content.decode()
    assert instructor_client.post(url, {"title": "\u0301"}).status_code == 302


def test_a_page_is_not_saved_under_a_title_that_cannot_be_seen(draft_course, instructor_client):
    response = add_lesson(instructor_client, draft_course, title="\u200b", slug="")
    assert "Nothing of this can be seen." in response.content.decode()


@pytest.mark.parametrize("name", ["new", "copy"])
def test_courses_of_any_title_are_begun_renamed_and_opened(draft_course, admin_client, name):
    url = reverse("courses_admin:new") if name == "new" else course_url("copy", draft_course)
    for title in ("🎓", "Cafe\u0301", "category"):
        assert admin_client.post(url, {"title": title, "language": "en"}).status_code == 302
        course = CoursePage.objects.latest("pk")
        fields = {"category": draft_course.category_id, "summary": "-", "title": f"{title} 2"}
        assert save(admin_client, course, slug=course.slug, **fields).status_code == 302
        draft_of(course).save_revision().publish()
        assert admin_client.get(reload(course).url).context["page"].pk == course.pk
