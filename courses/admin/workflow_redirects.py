"""Wagtail's own doors to a review decision lead to the review screen: nothing unseen goes live."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.pages.revisions import RevisionsUnscheduleView

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..release.review import unschedule
from .review_status import ReviewStatus


class ReviewRedirectView(View):
    """Answers a modal dialog as Wagtail's script expects it, and everybody else with a redirect."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs) -> HttpResponse:
        course = get_object_or_404(CoursePage, pk=page_id)
        if not ReviewStatus(course, request.user).may_view:
            raise PermissionDenied
        url = reverse("courses_admin:review", args=[course.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            # `cleaned_data` is for the editor, which then posts its form: that leads on, too.
            return JsonResponse({"step": "success", "redirect": url, "cleaned_data": {}})
        return redirect(url)


class CourseUnscheduleView(RevisionsUnscheduleView):
    """Calls off the whole release that waits for its hour, not one revision of it."""

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            unschedule(self.object, by=request.user)
        except CourseRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, self.get_success_message(), buttons=self.get_success_buttons()
            )
        return HttpResponseRedirect(self.get_next_url())
