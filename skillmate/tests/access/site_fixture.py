"""One site with everything in it: two courses of two teams, and whoever may ask."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
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
from web.models import OutgoingMail

from .site_data import draw_pictures, make_hidden, make_passkey, make_people, make_side

HIDDEN = ("private", "unpublished", "archived")
ROLES = ("visitor", "student", "enrolled", "teacher", "other", "editor", "admin")
PEOPLE = ROLES[1:]
# Words that stand in what is not for everyone and nowhere else, and who may read them.
SECRET_WORDS = {
    "kestrel": ("teacher", "editor", "admin"),  # drafts and files of this course
    "osprey": ("other", "editor", "admin"),  # the same of the other
    "heron": ("enrolled", "teacher", "editor", "admin"),  # the text of this course's lesson
    "plover": ("editor", "admin"),  # what came through the contact form
    "avocet": ("enrolled", "teacher", "editor", "admin"),  # who has enrolled
}
# What belongs to each of the two courses, by the name rows of the table use.
OBJECT_NAMES = (
    *("course", "reviewed", "lesson", "preview", "draft", "image", "document", "video", "track"),
    *("upload", "waiting_image", "waiting_document", "teacher", "session"),
)


@dataclass(frozen=True)
class SiteFixture:
    people: dict[str, User]
    values: dict[str, object]  # of the course that the roles "enrolled" and "teacher" belong to
    other_values: dict[str, object]  # of the one that "other" teaches

    def fill(self, path: str) -> str:
        """The address that a row means: of `values`, or `{another[…]}` of `other_values`."""
        return path.format(**self.values, another=self.other_values)

    def client(self, role: str) -> Client:
        """Signed in a moment ago, so that nothing asks for the password again. Learners ask as a
        script does, which hears in a line that the admin is not for them: to show people a page
        that says so at each of its addresses takes most of a learner's walk."""
        if role == "visitor":
            return Client()
        client = reauthenticated_client(self.people[role])
        if role in ("student", "enrolled"):
            client.defaults["HTTP_SEC_FETCH_MODE"] = "cors"
        return client


@pytest.fixture
@cached_fixture
def site_objects(index):
    people = make_people()
    student, enrolled, teacher, other, editor, admin = people
    sides = [
        make_side(index, author, editor, word)
        for author, word in zip((teacher, other), ("kestrel", "osprey"), strict=True)
    ]
    enroll(sides[0][0], by=enrolled)
    Profile.objects.create(user=enrolled, display_name="Avocet")
    hidden = [make_hidden(index, teacher, kind) for kind in HIDDEN]
    ContactMessage.objects.create(
        name="Plover", email="plover@example.com", subject="Plover?", message="Plover!"
    )
    OutgoingMail.objects.create(kind="notice", user=student, failed_at=timezone.now())
    Redirect.objects.create(old_path="/old", site=Site.objects.get(), redirect_link="/about/")
    Instructor.objects.create(name="Ivy", slug="ivy")
    make_passkey(factories.user("bystander"))
    draw_pictures(sides)
    return [people, *sides, hidden]


@pytest.fixture
def site(site_objects) -> SiteFixture:
    people, *sides, hidden = site_objects
    addresses = {f"{kind}_url": page.url for kind, page in zip(HIDDEN, hidden, strict=True)}
    values = [_values(dict(zip(OBJECT_NAMES, side, strict=True))) | addresses for side in sides]
    return SiteFixture(dict(zip(PEOPLE, people, strict=True)), *values)


def _values(objects: dict) -> dict[str, object]:
    """What stands in the braces of a row."""
    course, reviewed = objects["course"], objects["reviewed"]
    step = reviewed.current_workflow_task_state
    keys = {name: obj.pk for name, obj in objects.items()}
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
        "mail": OutgoingMail.objects.failed().get().pk,
        "redirect": Redirect.objects.get().pk,
        "restriction": PageViewRestriction.objects.get().pk,
        "site": Site.objects.get().pk,
        "passkey": Authenticator.objects.get().pk,
        "token": objects["upload"].token,
        "document_url": objects["document"].url,
        "picture": objects["image"].filename,
        "slug": reviewed.slug,
        "course_url": course.url,
        "lesson_url": objects["lesson"].url,
        "preview_url": objects["preview"].url,
        "root": Page.get_first_root_node().pk,
    }
