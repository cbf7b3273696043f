"""Placing a lesson the draft curriculum does not name, with one press."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_valid_next_url_from_request

from ..authoring.placement import append_to_curriculum
from ..models import LessonPage
from .course_view import CourseView


class PlaceView(CourseView):
    """Puts the lesson last; dragging it further is up to its author."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, course_id: int, lesson_id: int) -> HttpResponse:
        lesson = get_object_or_404(LessonPage.objects.below(self.course), pk=lesson_id)
        self.try_to(
            lambda: append_to_curriculum(self.course, lesson, by=request.user),
            success_message=_("“%(title)s” is the last lesson in the draft of the curriculum now.")
            % {"title": lesson.get_admin_display_title()},
        )
        listing_url = reverse("wagtailadmin_explore", args=[self.course.pk])
        # Not `redirect()`, which takes what is no path for the name of a view.
        return HttpResponseRedirect(get_valid_next_url_from_request(request) or listing_url)
