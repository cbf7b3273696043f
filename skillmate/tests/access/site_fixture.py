"""One site with everything in it: two courses of two teams, and whoever may knock."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from courses.models import Category, Instructor
from courses.teams.roles import INSTRUCTORS
from courses.tests import factories
from courses.tests.fixture_cache import cached_fixture
from home.models import ContactMessage
from learners.enrollment.enrollment import enroll
from learners.models import Profile
from skillmate.tests.accounts.reauthentication import reauthenticated_client

from .site_data import draw_pictures, furnish_side, make_hidden, make_passkey, make_people

HIDDEN = ("private", "unpublished", "archived")
ROLES = ("visitor", "student", "enrolled", "teacher", "other", "editor", "admin")
PEOPLE = ROLES[1:]
# Words that stand in what is not for everyone and nowhere else, and who may read them.
WORDS = {
    "kestrel": ("teacher", "editor", "admin"),  # drafts and files of this course
    "osprey": ("other", "editor", "admin"),  # the same of the other
    "heron": ("enrolled", "teacher", "editor", "admin"),  # the text of this course's lesson
    "plover": ("editor", "admin"),  # what came through the contact form
    "avocet": ("enrolled", "teacher", "editor", "admin"),  # who has enrolled
}
# What stands in each of the two courses, by the name rows of the table use.
THINGS = (
    *("course", "reviewed", "lesson", "preview", "draft", "image", "document", "video", "track"),
    *("upload", "waiting_image", "waiting_document", "teacher", "session"),
)


@dataclass(frozen=True)
class House:
    people: dict[str, User]
    this: dict[str, object]  # of the course that the roles "enrolled" and "teacher" belong to
    another: dict[str, object]  # of the one that "other" teaches

    def fill(self, path: str) -> str:
        """The address that a row means: of what `this` has, or `{another[…]}`."""
        return path.format(**self.this, another=self.another)

    def client(self, role: str) -> Client:
        """Signed in a moment ago, so that nothing asks for the password again."""
        return Client() if role == "visitor" else reauthenticated_client(self.people[role])


@pytest.fixture
@cached_fixture
def furnished(index):
    people = make_people()
    student, enrolled, teacher, other, editor, admin = people
    sides = [
        furnish_side(index, each, editor, word)
        for each, word in zip((teacher, other), ("kestrel", "osprey"), strict=True)
    ]
    enroll(sides[0][0], by=enrolled)
    Profile.objects.create(user=enrolled, display_name="Avocet")
    hidden = [make_hidden(index, teacher, kind) for kind in HIDDEN]
    ContactMessage.objects.create(
        name="Plover", email="plover@example.com", subject="Plover?", message="Plover!"
    )
    Redirect.objects.create(old_path="/old", site=Site.objects.get(), redirect_link="/about/")
    Instructor.objects.create(name="Ivy", slug="ivy")
    make_passkey(factories.user("bystander"))
    draw_pictures(sides)
    return [people, *sides, hidden]


@pytest.fixture
def house(furnished) -> House:
    people, this, another, hidden = furnished
    addresses = {f"{kind}_url": page.url for kind, page in zip(HIDDEN, hidden, strict=True)}
    sides = [_values(dict(zip(THINGS, side, strict=True))) | addresses for side in (this, another)]
    return House(dict(zip(PEOPLE, people, strict=True)), *sides)


def _values(things: dict) -> dict[str, object]:
    """What stands in the braces of a row."""
    course, reviewed = things["course"], things["reviewed"]
    step = reviewed.current_workflow_task_state
    keys = {name: thing.pk for name, thing in things.items()}
    return keys | {
        "catalogue": course.get_parent().pk,
        "home": course.get_parent().get_parent().pk,
        "revision": course.latest_revision_id,
        "live_revision": course.live_revision_id,
        "release": course.releases.published().first().pk,
        "collection": course.team.collection_id,
        "team": course.team.group_id,
        "step": step.pk,
        "task": step.task_id,
        "process": step.workflow_state_id,
        "workflow": step.workflow_state.workflow_id,
        "role": Group.objects.get(name=INSTRUCTORS).pk,
        "category": Category.objects.get().pk,
        "instructor": Instructor.objects.get().pk,
        "message": ContactMessage.objects.get().pk,
        "redirect": Redirect.objects.get().pk,
        "restriction": PageViewRestriction.objects.get().pk,
        "site": Site.objects.get().pk,
        "passkey": Authenticator.objects.get().pk,
        "token": things["upload"].token,
        "document_url": things["document"].url,
        "picture": things["image"].filename,
        "slug": reviewed.slug,
        "course_url": course.url,
        "lesson_url": things["lesson"].url,
        "preview_url": things["preview"].url,
        "root": Page.get_first_root_node().pk,
    }
