"""A walk through the newest draft of a course, as a learner: every link leads to drafts."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Page

from ..models import CoursePage, LessonPage
from ..preview import Choice, Walk, drafted


@require_safe
@never_cache
def preview_course(request: HttpRequest, course_id: int, mode: str) -> HttpResponse:
    course = _draft(request, course_id)
    return _show(request, course, course, mode)


@require_safe
@never_cache
def preview_lesson(request: HttpRequest, course_id: int, mode: str, lesson_id: int) -> HttpResponse:
    course = _draft(request, course_id)
    if lesson_id not in {each.pk for each in course.outline.lessons}:
        raise Http404("The draft of the course does not have this lesson.")
    lesson = LessonPage.objects.get(pk=lesson_id)
    lesson._cached_parent_obj = course
    draft = lesson.get_latest_revision_as_object()
    draft.course = course
    return _show(request, course, draft, mode)


def _draft(request: HttpRequest, course_id: int) -> CoursePage:
    course = get_object_or_404(CoursePage, id=course_id)
    if not course.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return drafted(course)


def _show(request: HttpRequest, course: CoursePage, page: Page, mode: str) -> HttpResponse:
    request.is_preview, request.preview_mode = True, mode
    request.walk = Walk(course, page, mode, _ways_back(page))
    response = page.serve_preview(request, mode)
    response["X-Robots-Tag"] = "noindex"
    return response


def _ways_back(page: Page) -> list[Choice]:
    return [Choice(_("Edit"), reverse("wagtailadmin_pages:edit", args=[page.pk]))]
