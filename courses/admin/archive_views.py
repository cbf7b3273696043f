"""Archiving a course and reopening it, each asked about before it is done."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from ..release.archiving import archive, reopen
from .course_view import CourseView


class _RetirementView(CourseView):
    def may_open(self) -> bool:
        return self.tester.can_release()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        message = self.success_message % {"title": self.course.get_admin_display_title()}
        self.try_to(lambda: type(self).verb(self.course, by=request.user), success_message=message)
        return redirect("wagtailadmin_pages:edit", self.course.pk)


class ArchiveView(_RetirementView):
    template_name = "courses/admin/archive.html"
    page_title = _("Archive")
    header_icon = "folder"
    verb = archive
    success_message = _("“%(title)s” is archived. Learners who are enrolled keep it.")


class ReopenView(_RetirementView):
    template_name = "courses/admin/reopen.html"
    page_title = _("Reopen")
    header_icon = "folder-open-1"
    verb = reopen
    success_message = _("“%(title)s” is open to new learners again.")
