"""Wagtail's own pages about a page, as people reach them.

With `follow=True` they look at the page they are led to: ask for it where a test reads it.
"""

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import rich_text, streamfield

from courses.models import CoursePage, LessonPage
from courses.tests.forms import course_form, lesson_form

PRESSED = "pressed"
JSON = {"headers": {"accept": "application/json"}}


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def admin_url(name: str, *args) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def course_url(name: str, course: CoursePage) -> str:
    return reverse(f"courses_admin:{name}", args=[course.pk])


def save(
    client: Client, page: Page, button: str = "", *, follow: bool = False, **changes
) -> HttpResponse:
    button_field = {button: PRESSED} if button else {}
    return client.post(edit_url(page), page_form(page, **changes) | button_field, follow=follow)


def autosave(client: Client, page: Page, **changes) -> HttpResponse:
    """What Wagtail's editor sends by itself, half a second after a change."""
    return client.post(edit_url(page), page_form(page, **changes), **JSON)


def page_form(page: Page, **changes) -> dict:
    if isinstance(page, LessonPage):
        return lesson_form(page, **changes)
    draft = CoursePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    defaults = {
        "description": rich_text(draft.description),
        "curriculum": _stream_form(draft.curriculum, _form_value),
        "outcomes": _stream_form(draft.outcomes, lambda block: (block.block_type, block.value)),
        "thumbnail": draft.thumbnail_id or "",
        "thumbnail_alt": draft.thumbnail_alt,
    }
    return course_form(draft, **{**defaults, **changes})


def _stream_form(value, form_value) -> dict:
    """Wagtail's helper, with the ids that let the editor know its blocks again."""
    form = streamfield([form_value(block) for block in value])
    for number, block in enumerate(value):
        form[str(number)]["id"] = block.id
    return form


def _form_value(block) -> tuple:
    if block.block_type == "lesson":
        return "lesson", block.value.pk
    return "section", {"title": block.value["title"], "summary": block.value["summary"]}


def add_lesson(
    client: Client, course: CoursePage, button: str = "", *, follow: bool = False, **fields
) -> HttpResponse:
    lesson = LessonPage(title="New lesson", slug="new-lesson")
    data = lesson_form(lesson, **fields) | ({button: PRESSED} if button else {})
    return client.post(admin_url("add", "courses", "lessonpage", course.pk), data, follow=follow)


def bulk(client: Client, action: str, *pages: Page, follow: bool = False, **data) -> HttpResponse:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    ids = "&".join(f"id={page.pk}" for page in pages)
    listing = reverse("wagtailadmin_explore_root")
    return client.post(f"{url}?{ids}&next={listing}", data, follow=follow)


def reload(page: Page) -> Page:
    return type(page).objects.get(pk=page.pk)


def draft_of(page: Page) -> Page:
    return reload(page).get_latest_revision_as_object()


def draft_curriculum(course: CoursePage) -> list[int | str]:
    """The draft curriculum: primary keys of lessons, titles of sections."""
    return [
        block["value"] if block["type"] == "lesson" else block["value"]["title"]
        for block in draft_of(course).curriculum.raw_data
    ]
