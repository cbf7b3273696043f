"""A site with one of everything, so that addresses lead to something."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Task, Workflow

from courses.models import CourseIndexPage, CoursePage, Instructor, InstructorChange
from courses.release.changes import Changes
from courses.release.review import approve
from courses.release.submission import submit
from courses.teams.roles import EDITORS, INSTRUCTORS, setup_roles
from courses.teams.team import ensure_team
from courses.tests import factories
from courses.tests.release.admin_actions import edit_lesson
from home.models import ContactMessage, HomePage
from learners.enrollment.enrollment import enroll
from learners.tests import files
from media.models import Video, VideoAsset, VideoTrack
from media.tests.factories import ContentFile
from skillmate.tests.accounts.reauthentication import reauthenticated_client

ROLES = ("visitor", "student", "instructor", "editor", "admin")


@dataclass(frozen=True, repr=False)
class World:
    course: CoursePage
    people: dict[str, User | None]
    values: dict[str, object]
    forms: dict = field(default_factory=dict)  # what was read of pages, by address and role

    def address(self, template: str, **overrides: str) -> str:
        """`template` filled with what is there, but for the parameters in `overrides`."""
        return "/" + template.replace("\\", "") % _ParameterValues(template, self.values, overrides)

    def client(self, role: str) -> Client:
        """Signed in as that role a moment ago, so that no page asks for the password again."""
        user = self.people[role]
        client = reauthenticated_client(user) if user else Client()
        client.role = role  # for reports
        return client


class _ParameterValues(dict):
    """What stands for a parameter: what is given for it below a path, else everywhere."""

    def __init__(self, template: str, values: dict[str, object], overrides: dict[str, str]):
        super().__init__(values)
        self.template, self.overrides = template, overrides

    def __getitem__(self, name: str) -> object:
        if name in self.overrides:
            return self.overrides[name]
        matching = [key for key in self if key.endswith(f":{name}")]
        scoped_keys = [key for key in matching if self.template.startswith(key.partition(":")[0])]
        return self.get(max(scoped_keys, key=len, default=name), 1)


def build(index: CourseIndexPage) -> World:
    setup_roles()
    people = {"visitor": None, **{role: factories.user(role) for role in ROLES[1:]}}
    people["instructor"].groups.add(Group.objects.get(name=INSTRUCTORS))
    people["editor"].groups.add(Group.objects.get(name=EDITORS))
    User.objects.filter(pk=people["admin"].pk).update(is_superuser=True)
    people["admin"].refresh_from_db()
    course = _course_in_review(index, people)
    enroll(course, by=people["student"])
    return World(course, people, _values(course, people))


def _course_in_review(index: CourseIndexPage, people: dict[str, User]) -> CoursePage:
    course = factories.complete_course(index, lessons=2, live=False)
    collection = ensure_team(course, members=[people["instructor"]]).collection
    submit(course, by=people["instructor"])
    approve(course, by=people["editor"], fingerprint=Changes(course).fingerprint)
    course = CoursePage.objects.get(pk=course.pk)
    files.add_files(course.outline.lessons[0], video=files.video(collection))
    edit_lesson(course.outline.lessons[0], title="Changed")
    submit(course, by=people["instructor"], despite_findings=True)
    return CoursePage.objects.get(pk=course.pk)


# What addresses call things that are no rows.
FIXED_VALUES = {
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "against": "live",
    "mode": "visitor",
    "filter_spec": "width-100",
    "app_label": "courses",
    "model_name": "lessonpage",
    "session_id": 1,
    "app_name": "taggit",
    "admin/tag-autocomplete/:model_name": "tag",
    "admin/bulk/:app_label": "wagtailcore",
    "admin/bulk/:model_name": "page",
    "admin/bulk/:action": "unpublish",
    "admin/workflows/tasks/:model_name": "coursereviewtask",
    "admin/pages/create/:model_name": "coursepage",
    "content_type_app_name": "courses",
    "content_type_model_name": "lessonpage",
    "action_name": "approve",
    "key": "none",
    "uidb36": "1",
}


def _values(course: CoursePage, people: dict[str, User]) -> dict[str, object]:
    """By the name of a parameter, below a path where that has to be told apart."""
    return {
        **FIXED_VALUES,
        **_pages(course),
        **_reviews(course),
        **_images(),
        **_documents(),
        **_videos(people["instructor"]),
        **_people(people),
        **_collections_and_snippets(course),
    }


def _pages(course: CoursePage) -> dict[str, object]:
    lesson = course.outline.lessons[0]
    return {
        "_0": course.url.strip("/") + "/",
        "course_id": course.pk,
        "lesson_id": lesson.pk,
        "page_id": lesson.pk,
        "page_to_move_id": lesson.pk,
        "parent_page_id": course.pk,
        "destination_id": course.get_parent().pk,
        "page_pk": course.get_parent().pk,
        "object_id": lesson.pk,
        "revision_id": lesson.latest_revision.pk,
        "admin/api/main/pages/:pk": lesson.pk,
        "admin/pages/:pk": course.pk,
        "admin/pages/%(page_id)s/workflow_history/:page_id": course.pk,
        "admin/pages/workflow/:page_id": course.pk,
    }


def _reviews(course: CoursePage) -> dict[str, object]:
    state = course.current_workflow_state
    return {
        "workflow_state_id": state.pk,
        "task_state_id": state.current_task_state_id,
        "task_id": Task.objects.last().pk,
        "admin/workflows/:pk": Workflow.objects.last().pk,
        "admin/workflows/tasks/:pk": Task.objects.last().pk,
        "release_id": course.releases.order_by("pk").first().pk,
    }


def _images() -> dict[str, object]:
    image = factories.picture()
    return {
        "admin/images/:pk": image.pk,
        "admin/api/main/images/:pk": image.pk,
        "image_id": image.pk,
        "path": image.get_rendition("width-100").file.name.removeprefix("images/"),
    }


def _documents() -> dict[str, object]:
    document = files.document()
    return {
        "_1": document.filename,
        "documents/:_0": document.pk,
        "admin/documents/:pk": document.pk,
        "admin/api/main/documents/:pk": document.pk,
        "document_id": document.pk,
        "doc_id": document.pk,
    }


def _videos(uploader: User) -> dict[str, object]:
    """The video of a lesson, and an upload that goes on."""
    video = Video.objects.get()
    upload = VideoAsset.objects.create(name="videos/x.mp4", format="mp4", uploaded_by=uploader)
    track = VideoTrack.objects.create(video=video, file="tracks/none.vtt")
    track.file.storage.save("tracks/none.vtt", ContentFile(b"WEBVTT"))
    return {
        "admin/videos/:pk": video.pk,
        "admin/video_chooser/:pk": video.pk,
        "media/videos/:pk": video.pk,
        "media/videos/%(video_pk)s/tracks/:pk": track.pk,
        "video_pk": video.pk,
        "video_id": video.pk,
        "token": upload.token,
    }


def _people(people: dict[str, User]) -> dict[str, object]:
    message = {"name": "Ann", "email": "ann@example.com", "message": "Hello"}
    return {
        "user_id": people["instructor"].pk,
        "admin/users/:pk": people["student"].pk,
        "admin/groups/:pk": Group.objects.get(name=EDITORS).pk,
        "admin/contact_messages/:pk": ContactMessage.objects.create(**message).pk,
    }


def _collections_and_snippets(course: CoursePage) -> dict[str, object]:
    collection = ensure_team(course).collection
    instructor = Instructor.objects.create(name="Bea", slug="bea")
    InstructorChange.objects.create(
        instructor=instructor, name="Bea", bio="Weaves.", submitted_at=timezone.now()
    )
    return {
        "instructors/:slug": instructor.slug,
        "instructor_id": instructor.pk,
        "admin/collections/:pk": collection.pk,
        "collection_id": collection.pk,
        "redirect_id": Redirect.add_redirect("/old/", course).pk,
        "admin/sites/:pk": HomePage.objects.get().get_site().pk,
        "admin/snippets/courses/category/:pk": course.category_id,
        "admin/snippets/choose/courses/category/:pk": course.category_id,
        "admin/snippets/courses/instructor/:pk": instructor.pk,
        "admin/snippets/choose/courses/instructor/:pk": instructor.pk,
    }
