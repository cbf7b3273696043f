"""What people write is text wherever it is shown: on every page, to everybody."""

from __future__ import annotations

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.core import mail

from courses.models import CoursePage, LessonPage, ReleaseWaiver
from learners.models import Profile
from skillmate.tests.fuzz.addresses import templates
from skillmate.tests.fuzz.attack import wrongs
from skillmate.tests.fuzz.responses import html_of
from skillmate.tests.fuzz.world import World, build

from .lists import MARK
from .markup import injections_in
from .xss_data import poison, poison_body

# How many pages show some of it, escaped: the poison is where it is looked for.
MINIMUM_PAGES = {"admin": 100, "student": 8, "visitor": 5}


@pytest.fixture
def world(index) -> World:
    world = build(index)
    for user in User.objects.all():
        Profile.objects.create(user=user)
    release = world.course.releases.order_by("pk").last()
    ReleaseWaiver.objects.create(release=release, code="links", message="x", reason="x")
    world.course.tags.add("tag")
    world.course.save()
    poison()
    LessonPage.objects.update(free_preview=True)
    poison_body(world.course.outline.lessons[0])
    return world


@pytest.mark.parametrize("role", MINIMUM_PAGES)
def test_no_page_carries_out_what_somebody_wrote(world: World, role, settings):
    settings.SEARCH_RATE = "1000/m"
    client, course = world.client(role), CoursePage.objects.get(pk=world.course.pk)
    # Who may not enter the admin gets none of its pages; `access/test_table.py` sees to that.
    # And /readyz says by 503 that there is no worker.
    excluded_prefixes = ("accounts/logout", "readyz", *([] if role == "admin" else ["admin/"]))
    pages = [world.address(path) for path in templates() if not path.startswith(excluded_prefixes)]
    pages += ["/", "/courses/", "/courses/?q=xss", "/contact/", f"/nowhere/{MARK}/", course.url]
    pages += [lesson.url for lesson in course.outline.lessons] + [f"/search/?q={MARK}"]
    responses = {page: client.get(page) for page in pages}
    failures = {page: wrongs(response) for page, response in responses.items()}
    assert {page: messages for page, messages in failures.items() if messages} == {}
    html_by_page = {page: html_of(response) for page, response in responses.items()}
    injections = {page: injections_in(html) for page, html in html_by_page.items()}
    assert {page: tags for page, tags in injections.items() if tags} == {}
    assert sum("&lt;xss-" in html for html in html_by_page.values()) > MINIMUM_PAGES[role]


def test_passkeys_have_names_and_no_scripts(world: World):
    data = {"name": MARK, "passwordless": True}
    Authenticator.objects.create(user=world.people["student"], type="webauthn", data=data)
    html = world.client("student").get("/accounts/2fa/webauthn/").content.decode()
    assert (injections_in(html), "&lt;xss-a" in html) == ([], True)


def test_search_engines_read_what_was_written_and_nothing_ends_the_script(world: World, client):
    course = CoursePage.objects.get(pk=world.course.pk)
    html = client.get(course.url).content.decode()
    block = re.search(r'<script[^>]*type="application/ld\+json"[^>]*>(.*?)</script>', html, re.S)
    data = json.loads(block[1])
    assert (data["name"], data["description"]) == (MARK, MARK)


def test_mails_carry_text_and_no_markup(world: World, django_capture_on_commit_callbacks):
    editor, course = world.client("editor"), world.course
    with django_capture_on_commit_callbacks(execute=True):
        review = f"/admin/courses/{course.pk}/review/"
        fingerprint = editor.get(review).context["changes"].fingerprint
        decision = {"action": "reject", "comment": MARK, "note": "", "fingerprint": fingerprint}
        assert editor.post(review, decision).status_code == 302
    assert mail.outbox
    for message in mail.outbox:
        assert "\n" not in message.subject
        for html, _content_type in message.alternatives:
            assert (injections_in(html), "&lt;xss-a" in html) == ([], True)
