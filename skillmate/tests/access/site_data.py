"""What the site fixture has, made the way the site makes it."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.models import PageViewRestriction, UploadedFile

from courses.models import CourseIndexPage, CoursePage, LessonPage
from courses.release.archiving import archive
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.admin.admin_pages import reload
from courses.tests.release import admin_actions
from courses.tests.release.conftest import person
from media.models import CustomDocument, CustomImage, VideoAsset, VideoTrack
from media.tests import factories as media


def make_people() -> list[User]:
    return [
        factories.user("student"),
        factories.user("avocet"),
        person("teacher", INSTRUCTORS),
        person("other", INSTRUCTORS),
        person("editor", EDITORS),
        factories.user("admin", is_superuser=True),
    ]


def make_side(index: CourseIndexPage, teacher: User, editor: User, word: str) -> list:
    """A course and all that belongs to it. What is not public has `word` in its name."""
    course = _release_course(index, teacher, editor, "heron" if word == "kestrel" else word)
    file_fields = {"collection": ensure_team(course).collection, "uploaded_by_user": teacher}
    image = media.image(name=f"{word}.png", **file_fields)
    document = CustomDocument.objects.create(title=f"{word} sheet", file=_pdf(word), **file_fields)
    image.get_file_size(), document.get_file_size()  # noted down when it is first asked for
    video = media.video(title=f"{word} film", transcript=f"{word} spoken", **file_fields)
    captions = ContentFile(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{word}".encode(), "en.vtt")
    track = VideoTrack.objects.create(video=video, file=captions)
    upload = VideoAsset.objects.create(name="videos/x.mp4", format="mp4", uploaded_by=teacher)
    pending = [_pending_upload(model, teacher, word) for model in (CustomImage, CustomDocument)]
    draft, lesson, preview = _make_drafts(course, word)
    reviewed = _make_course_in_review(index, teacher, word)
    objects = [course, reviewed, lesson, preview, draft, image, document, video, track, upload]
    return [*objects, *pending, teacher, _session(course, teacher)]


def _release_course(index: CourseIndexPage, teacher: User, editor: User, text: str) -> CoursePage:
    course = factories.complete_course(index, lessons=2, live=False)
    ensure_team(course, members=[teacher])
    lesson, preview = LessonPage.objects.below(course)
    admin_actions.edit_lesson(lesson, body=[("text", f"<p>{text}</p>")])
    admin_actions.edit_lesson(preview, free_preview=True)
    submit(course, by=reload(teacher), despite_findings=True)
    approve(course, by=editor, fingerprint=Changes(course).fingerprint)
    return CoursePage.objects.get(pk=course.pk)


def _make_drafts(course: CoursePage, word: str) -> list[LessonPage]:
    """A lesson that is new, and an edit of each that is live."""
    lesson, preview = course.outline.lessons
    new_lesson = factories.lesson(course, live=False, title=f"{word} lesson", slug=f"{word}-lesson")
    for page in (new_lesson, lesson, preview):
        admin_actions.edit_lesson(
            page, title=f"{word} {page.pk}", body=[("text", f"<p>{word} text</p>")]
        )
    admin_actions.arrange_curriculum(course, f"{word} part", preview, new_lesson, lesson)
    return [new_lesson, lesson, preview]


def _make_course_in_review(index: CourseIndexPage, teacher: User, word: str) -> CoursePage:
    fields = {"title": f"{word} course", "slug": f"{word}-course", "summary": f"A {word}."}
    course = factories.complete_course(index, lessons=1, live=False, **fields)
    ensure_team(course, members=[teacher])
    submit(course, by=reload(teacher), despite_findings=True, comment=f"{word}, please")
    return course


def draw_pictures(sides: list) -> None:
    """In the sizes that pages show, which takes longer than all else about a page."""
    for path in ("/", "/courses/", *(side[0].url for side in sides)):
        Client().get(path)
    for image in CustomImage.objects.all():
        image.get_renditions("max-165x165", "max-800x600")


def make_hidden(index: CourseIndexPage, teacher: User, kind: str) -> CoursePage:
    """A course that was public once, and is so no longer in this way."""
    title = "Course of old" if kind == "archived" else f"Kestrel {kind}"
    course = factories.course(index, lessons=0, title=title, slug=kind)
    ensure_team(course, members=[teacher])
    lesson = factories.lesson(course, title="Lesson", slug="lesson", free_preview=True)
    lesson.body = [("text", "<p>Kestrel</p>")]
    lesson.save_revision().publish()
    factories.place_in_curriculum(course, [lesson])
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


def _pending_upload(model, teacher: User, word: str) -> UploadedFile:
    kind = ContentType.objects.get_for_model(model)
    return UploadedFile.objects.create(
        for_content_type=kind, file=_pdf(word), uploaded_by_user=teacher
    )


def make_passkey(owner: User) -> None:
    data = {"name": "Key", "credential": {}}
    Authenticator.objects.create(user=owner, type="webauthn", data=data)


def _session(course: CoursePage, teacher: User) -> EditingSession:
    return EditingSession.objects.create(
        user=teacher, content_object=course, last_seen_at=timezone.now()
    )
