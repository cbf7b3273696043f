"""Choosers know which course they are opened from: the one whose editor asked for them."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Page

from web.referring_view import referring_view

from ..models import CoursePage, CourseTeam, LessonPage

PAGE_TYPES = {"", "wagtailcore.page", LessonPage._meta.label_lower}


def course_of_view(match: ResolverMatch) -> int | None:
    """The key of the course that a view of the admin is about, itself or by one of its lessons."""
    names = ("course_id", "page_id", "parent_page_id")
    key = next((match.kwargs[name] for name in names if name in match.kwargs), None)
    path = Page.objects.filter(pk=key).values_list("path", flat=True).first()
    if path is None:
        return None
    above = Q(path=path) | Q(path=path[: -Page.steplen])
    return CoursePage.objects.filter(above).values_list("pk", flat=True).first()


def collection_of_course(match: ResolverMatch) -> int | None:
    """For `media.admin.preselection`."""
    course = course_of_view(match)
    teams = CourseTeam.objects.filter(course=course) if course else CourseTeam.objects.none()
    return teams.values_list("collection", flat=True).first()


def language_of_course(match: ResolverMatch) -> str | None:
    """For `media.admin.preselection`."""
    course = course_of_view(match)
    courses = CoursePage.objects.filter(pk=course) if course else CoursePage.objects.none()
    return courses.values_list("language", flat=True).first()


class CourseFirstBrowseView(BrowseView):
    """Wagtail begins at the root: here the lessons of the course one writes come first."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        page_type = request.GET.get("page_type", "").lower()
        match = referring_view(request)
        if match and parent_page_id is None and page_type in PAGE_TYPES:
            parent_page_id = course_of_view(match)
        return super().get(request, parent_page_id)


choose_page = never_cache(require_admin_access(CourseFirstBrowseView.as_view()))
