"""Who may open what. Pages, files and verbs ask here; of view restrictions
`courses.models.view_restrictions` decides, as for lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.documents.models import AbstractDocument, Document
from wagtail.models import Page, ReferenceIndex
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from courses.models import CurriculumEntry, LessonPage
from courses.models.view_restrictions import closed_paths

from .models import Enrollment

if TYPE_CHECKING:
    from .learner import Learner


def may_open(lesson: LessonPage, learner: Learner) -> bool:
    """Open to everyone as a free preview, to enrolled learners, and to whoever may edit it.

    An archived course has no free previews. Only where lesson and course are live; to those who
    cannot edit, only where the course's curriculum names the lesson.
    """
    if not (lesson.live and lesson.course.live):
        return False
    is_open = lesson.free_preview and not lesson.course.archived_at
    if is_placed(lesson) and (is_open or learner.enrollment_in(lesson.course)):
        return True
    return lesson.course.permissions_for_user(learner.user).can_edit()


def is_placed(lesson: LessonPage) -> bool:
    """Whether the published curriculum of its course names `lesson`."""
    return lesson.pk in {outline_lesson.pk for outline_lesson in lesson.course.outline.lessons}


def contains_file(page: Page, file: Model) -> bool:
    """Whether `page`, as it is live, has `file` in it."""
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id=str(page.pk)
    )
    return references.exists()


def may_open_file(file: Model, learner: Learner) -> bool:
    """A file goes to whoever may open a live page that offers it, and to whoever may edit it.

    A constant number of queries. Drafts count for nothing: Wagtail's reference index holds what
    the saved page rows say, and pages that are not live are passed over.
    """
    pages = pages_offering(file)
    restricted_paths = closed_paths(pages, learner.user)
    admitted_pages = [
        page for page in pages if page.live and not page.path.startswith(restricted_paths)
    ]
    return _is_open_to(admitted_pages, learner) or _may_edit(file, pages, learner.user)


def pages_offering(file: Model) -> list[Page]:
    """The pages, live or not, that have `file` in them."""
    references = ReferenceIndex.get_references_to(file)
    page_references = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    # Text on PostgreSQL, where it cannot be joined on.
    ids = {int(pk) for pk in page_references.values_list("object_id", flat=True)}
    return list(Page.objects.filter(pk__in=ids)) if ids else []


def _is_open_to(pages: list[Page], learner: Learner) -> bool:
    """Whether any of the live `pages` opens to the learner."""
    lessons = [page for page in pages if page.specific_class is LessonPage]
    if len(lessons) < len(pages):
        return True
    entries = CurriculumEntry.objects.filter(
        lesson__in=lessons, lesson__live=True, course__live=True
    )
    placements = list(entries.values_list("course", "lesson__free_preview", "course__archived_at"))
    if any(is_free and not archived_at for _course, is_free, archived_at in placements):
        return True
    enrollments = Enrollment.objects.of(learner.user).active()
    return enrollments.filter(course__in=[course for course, *_rest in placements]).exists()


def _may_edit(file: Model, pages: list[Page], user: AbstractBaseUser | AnonymousUser) -> bool:
    if not user.has_perm("wagtailadmin.access_admin"):
        return False
    # Wagtail keeps the permissions of documents with its own model, whatever model is in use.
    auth_model = Document if isinstance(file, AbstractDocument) else type(file)
    policy = CollectionOwnershipPermissionPolicy(
        type(file), auth_model=auth_model, owner_field_name="uploaded_by_user"
    )
    if policy.user_has_any_permission_for_instance(user, ["change", "choose"], file):
        return True
    editable_pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return editable_pages.filter(pk__in=[page.pk for page in pages]).exists()
