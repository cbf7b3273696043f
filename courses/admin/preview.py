"""A walk through the newest draft of a course, as a learner: every link leads to drafts."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ..models import CoursePage, LessonPage
from ..models.learner_previews import Choice, Mode, Walk, newest_draft
from .review_status import ReviewStatus


@require_safe
@never_cache
def preview_course(request: HttpRequest, course_id: int, mode: str) -> HttpResponse:
    course = _course_draft(request, course_id)
    return _preview_response(request, course, course, mode)


@require_safe
@never_cache
def preview_lesson(request: HttpRequest, course_id: int, mode: str, lesson_id: int) -> HttpResponse:
    course = _course_draft(request, course_id)
    lesson = get_object_or_404(LessonPage.objects.below(course), id=lesson_id)
    lesson._cached_parent_obj = course
    draft = lesson.get_latest_revision_as_object()
    draft.course = course
    response = _preview_response(request, course, draft, mode)
    if lesson.pk not in {item.pk for item in course.outline.lessons}:
        response.template_name = "courses/preview/unplaced.html"
    return response


def preview_button(
    page: Page, user: AbstractBaseUser, view_name: str, **kwargs
) -> Iterator[Button]:
    """In the header of courses and lessons."""
    page = page.specific_deferred
    if isinstance(page, CoursePage):
        url = reverse("courses_admin:preview", args=[page.pk, Mode.ENROLLED])
    elif isinstance(page, LessonPage):
        args = [page.course.pk, Mode.ENROLLED, page.pk]
        url = reverse("courses_admin:preview_lesson", args=args)
    else:
        return
    if page.permissions_for_user(user).can_edit():
        yield Button(_("Preview as a learner"), url=url, icon_name="view", priority=2)


def _course_draft(request: HttpRequest, course_id: int) -> CoursePage:
    """For those who may look at the review of the course, too."""
    course = get_object_or_404(CoursePage, id=course_id)
    if not ReviewStatus(course, request.user).may_view:
        raise PermissionDenied
    return newest_draft(course)


def _preview_response(
    request: HttpRequest, course: CoursePage, page: Page, mode: str
) -> HttpResponse:
    request.is_preview, request.preview_mode = True, mode
    request.walk = Walk(course, page, mode, list(_back_links(course, page, request.user)))
    response = page.serve_preview(request, mode)
    response["X-Robots-Tag"] = "noindex"
    return response


def _back_links(course: CoursePage, page: Page, user: AbstractBaseUser) -> Iterator[Choice]:
    if ReviewStatus(course, user).is_in_review:
        yield Choice(_("Review"), reverse("courses_admin:review", args=[course.pk]))
    if page.permissions_for_user(user).can_edit():
        yield Choice(_("Edit"), reverse("wagtailadmin_pages:edit", args=[page.pk]))
