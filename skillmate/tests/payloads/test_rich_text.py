"""Rich text as an instructor can craft it: Wagtail writes it to the page as it is stored."""

import json

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import streamfield

from courses.models import LessonPage
from courses.teams.roles import INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests.forms import lesson_form
from courses.tests.release.conftest import client_of, person

from .lists import MARK, SCRIPT_ADDRESSES, XSS
from .markup import injections_in


def state(text: str = "abc", entity: dict | None = None, **block) -> str:
    """What the editor posts for a text, with one entity over all of it."""
    ranges = [{"offset": 0, "length": len(text), "key": 0}] if entity else []
    plain = {"key": "abcde", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    blocks = [{**plain, "entityRanges": ranges, **block}]
    return json.dumps({"blocks": blocks, "entityMap": {"0": entity} if entity else {}})


def entity(kind: str, **data) -> dict:
    return {"type": kind, "mutability": "MUTABLE", "data": data}


# By name, the texts of one lesson.
CRAFTED = {
    "texts": [state(text) for text in XSS.values()],
    "links": [state(entity=entity("LINK", url=url)) for url in SCRIPT_ADDRESSES],
    "link out of its attribute": [state(entity=entity("LINK", url=f"https://a.b/{MARK}"))],
    "image": [state(entity=entity("IMAGE", id=1, src="javascript:xss()", alt=MARK, format=MARK))],
    "embed": [state(entity=entity("EMBED", embedType="video", html=MARK, url=MARK))],
    "unknown entity": [state(entity=entity(MARK, html=MARK))],
    "blocks": [state(type="<xss-a>"), state(type="raw_html", text=MARK), state(key=MARK)],
    "style": [state(inlineStyleRanges=[{"offset": 0, "length": 3, "style": "<xss-a>"}])],
    "rule": [state(type="atomic", entity=entity("HORIZONTAL_RULE", html=MARK))],
}
# What would break the page for everybody who reads it, or open a file.
REFUSED = {
    "page out of its attribute": entity("LINK", id=f"1{MARK}"),
    "page that no column holds": entity("LINK", id="9" * 20),
    "document out of its attribute": entity("DOCUMENT", id=f"1{MARK}", filename=MARK),
    "document that no column holds": entity("DOCUMENT", id="9" * 20),
    "document that nobody has": entity("DOCUMENT", id="987654"),
}


@pytest.fixture
def instructor(course):
    setup_roles()
    user = person("instructor", INSTRUCTORS)
    ensure_team(course, members=[user])
    return client_of(user)


def save(client, lesson: LessonPage, texts: list[str]):
    body = streamfield([("text", text) for text in texts])
    return client.post(editor_of(lesson), lesson_form(lesson, body=body))


def editor_of(lesson: LessonPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk])


@pytest.mark.parametrize("crafted", CRAFTED)
def test_crafted_text_brings_nothing_into_a_page(instructor, client, lessons, crafted):
    lesson = lessons[0]
    assert save(instructor, lesson, CRAFTED[crafted]).status_code in {302, 400}
    if revision := LessonPage.objects.get(pk=lesson.pk).latest_revision:
        revision.publish()
    LessonPage.objects.filter(pk=lesson.pk).update(free_preview=True)
    editor_paths = [editor_of(lesson), reverse("courses_admin:submit", args=[lesson.course.pk])]
    for response in (client.get(lesson.url), *map(instructor.get, editor_paths)):
        assert (response.status_code, injections_in(response.content.decode())) == (200, [])


@pytest.mark.parametrize("crafted", REFUSED)
def test_link_to_what_cannot_be_is_refused(instructor, lessons, crafted):
    lesson = lessons[0]
    response = save(instructor, lesson, [state(entity=REFUSED[crafted])])
    assert response.status_code in {200, 400}  # the form again, unless Wagtail cannot show it
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision is None


def test_stored_link_to_what_is_no_key_breaks_no_page(client, lessons):
    lesson = lessons[0]
    html = f'<p><a id="1{"9" * 20}" linktype="page">a</a><a id="x" linktype="page">b</a></p>'
    LessonPage.objects.filter(pk=lesson.pk).update(free_preview=True)
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = [("text", html)]
    lesson.save()
    assert "<a>a</a><a>b</a>" in client.get(lesson.url).content.decode()
