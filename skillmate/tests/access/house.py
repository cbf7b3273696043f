"""One site with everything in it: two courses of two teams, and whoever may knock."""

from __future__ import annotations

from dataclasses import dataclass
from time import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site, UploadedFile

from courses.models import Category, CourseIndexPage, CoursePage, Instructor, LessonPage
from courses.release.changes import Changes
from courses.release.retirement import archive
from courses.release.review import approve
from courses.release.submission import submit
from courses.roles import EDITORS, INSTRUCTORS
from courses.team import ensure_team
from courses.tests import factories
from courses.tests.admin.doors import fresh
from courses.tests.release import acting
from courses.tests.release.conftest import client_of, person
from courses.tests.scenes import scene
from home.models import ContactMessage
from learners.enrollment import enrol
from learners.models import Profile
from learners.tests import files
from media.models import CustomDocument, CustomImage, VideoAsset, VideoTrack
from media.tests import factories as media

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
        if role == "visitor":
            return Client()
        client = client_of(self.people[role])
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time()}]
        session.save()
        return client


@pytest.fixture
@scene
def furnished(index):
    people = _people()
    student, enrolled, teacher, other, editor, admin = people
    sides = [
        _side(index, each, editor, word)
        for each, word in zip((teacher, other), ("kestrel", "osprey"), strict=True)
    ]
    enrol(sides[0][0], by=enrolled)
    Profile.objects.create(user=enrolled, display_name="Avocet")
    hidden = [_hidden(index, teacher, kind) for kind in HIDDEN]
    ContactMessage.objects.create(
        name="Plover", email="plover@example.com", subject="Plover?", message="Plover!"
    )
    Redirect.objects.create(old_path="/old", site=Site.objects.get(), redirect_link="/about/")
    Instructor.objects.create(name="Ivy", slug="ivy")
    _passkey(factories.user("bystander"))
    _draw_pictures(sides)
    return [people, *sides, hidden]


@pytest.fixture
def house(furnished) -> House:
    people, this, another, hidden = furnished
    addresses = {f"{kind}_url": page.url for kind, page in zip(HIDDEN, hidden, strict=True)}
    sides = [
        _values(dict(zip(THINGS, side, strict=True))) | addresses for side in (this, another)
    ]
    return House(dict(zip(PEOPLE, people, strict=True)), *sides)


def _people() -> list[User]:
    return [
        factories.user("student"),
        factories.user("avocet"),
        person("teacher", INSTRUCTORS),
        person("other", INSTRUCTORS),
        person("editor", EDITORS),
        factories.user("admin", is_superuser=True),
    ]


def _side(index: CourseIndexPage, teacher: User, editor: User, word: str) -> list:
    """A course and all that belongs to it. What is not public has `word` in its name."""
    course = _released(index, teacher, editor, "heron" if word == "kestrel" else word)
    own = {"collection": ensure_team(course).collection, "uploaded_by_user": teacher}
    image = media.image(name=f"{word}.png", **own)
    sheet = CustomDocument.objects.create(title=f"{word} sheet", file=_pdf(word), **own)
    image.get_file_size(), sheet.get_file_size()  # noted down when it is first asked for
    film = media.video(title=f"{word} film", transcript=f"{word} spoken", **own)
    captions = ContentFile(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{word}".encode(), "en.vtt")
    track = VideoTrack.objects.create(video=film, file=captions)
    upload = VideoAsset.objects.create(name="videos/x.mp4", format="mp4", uploaded_by=teacher)
    waiting = [_waiting(model, teacher, word) for model in (CustomImage, CustomDocument)]
    draft, lesson, preview = _drafted(course, word)
    reviewed = _reviewed(index, teacher, word)
    things = [course, reviewed, lesson, preview, draft, image, sheet, film, track, upload]
    return [*things, *waiting, teacher, _session(course, teacher)]


def _released(index: CourseIndexPage, teacher: User, editor: User, text: str) -> CoursePage:
    course = factories.complete_course(index, lessons=2, live=False)
    ensure_team(course, members=[teacher])
    lesson, preview = LessonPage.objects.below(course)
    acting.edit(lesson, body=[("text", f"<p>{text}</p>")])
    acting.edit(preview, free_preview=True)
    submit(course, by=fresh(teacher), despite_findings=True)
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    return CoursePage.objects.get(pk=course.pk)


def _drafted(course: CoursePage, word: str) -> list[LessonPage]:
    """A lesson that is new, and an edit of each that is live."""
    lesson, preview = course.outline.lessons
    new = factories.lesson(course, live=False, title=f"{word} lesson", slug=f"{word}-lesson")
    for page in (new, lesson, preview):
        acting.edit(page, title=f"{word} {page.pk}", body=[("text", f"<p>{word} text</p>")])
    acting.arrange(course, f"{word} part", preview, new, lesson)
    return [new, lesson, preview]


def _reviewed(index: CourseIndexPage, teacher: User, word: str) -> CoursePage:
    fields = {"title": f"{word} course", "slug": f"{word}-course", "summary": f"A {word}."}
    course = factories.complete_course(index, lessons=1, live=False, **fields)
    ensure_team(course, members=[teacher])
    submit(course, by=fresh(teacher), despite_findings=True, comment=f"{word}, please")
    return course


def _draw_pictures(sides: list) -> None:
    """In the sizes that pages show, which takes longer than all else about a page."""
    for path in ("/", "/courses/", *(side[0].url for side in sides)):
        Client().get(path)
    for image in CustomImage.objects.all():
        image.get_renditions("max-165x165", "max-800x600")


def _hidden(index: CourseIndexPage, teacher: User, kind: str) -> CoursePage:
    """A course that was public once, and is so no longer in this way."""
    title = "Course of old" if kind == "archived" else f"Kestrel {kind}"
    course = factories.course(index, lessons=0, title=title, slug=kind)
    ensure_team(course, members=[teacher])
    lesson = factories.lesson(course, title="Lesson", slug="lesson", free_preview=True)
    lesson.body = [("text", "<p>Kestrel</p>")]
    lesson.save_revision().publish()
    factories.place(course, [lesson])
    return _hide(CoursePage.objects.get(pk=course.pk), kind)


def _hide(course: CoursePage, kind: str) -> CoursePage:
    if kind == "private":
        rule = PageViewRestriction.objects.create(page=course, restriction_type="groups")
        rule.groups.add(Group.objects.get(name=EDITORS))
    elif kind == "unpublished":
        course.unpublish()
    else:
        archive(course, by=User.objects.get(username="admin"))
    return course


def _pdf(word: str) -> ContentFile:
    return ContentFile(f"%PDF-1.4 {word}".encode(), name=f"{word}.pdf")


def _waiting(model, teacher: User, word: str) -> UploadedFile:
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(
        for_content_type=kind, file=_pdf(word), uploaded_by_user=teacher
    )


def _passkey(owner: User) -> None:
    data = {"name": "Key", "credential": {}}
    Authenticator.objects.create(user=owner, type="webauthn", data=data)


def _session(course: CoursePage, teacher: User) -> EditingSession:
    return EditingSession.objects.create(
        user=teacher, content_object=course, last_seen_at=timezone.now()
    )


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
