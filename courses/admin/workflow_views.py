"""Wagtail's pages for workflows and their steps, which say what a change does to open reviews."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.workflows import Disable, DisableTask, Edit
from wagtail.models import WorkflowState

from ..release.workflow_changes import (
    OpenReviews,
    in_review_at,
    in_review_with,
    is_reviewing_courses,
    open_reviews,
    reviews_the_catalogue,
    without_next_step,
)
from .dashboard import course_type


class DisableWorkflowView(Disable):
    """Says whose review it calls off. They are written to once it is done."""

    template_name = "courses/admin/workflows/disable.html"

    def get_context_data(self, **kwargs) -> dict:
        context = super().get_context_data(
            open_reviews=open_reviews(in_review_with(self.object), self.request.user),
            reviews_catalogue=reviews_the_catalogue(self.object),
            **kwargs,
        )
        states = self.object.workflow_states.filter(status=WorkflowState.STATUS_IN_PROGRESS)
        if not states.exclude(content_type=course_type()).exists():
            context.pop("warning_message", None)  # Wagtail's, which counts courses as pages
        return context


class DisableStepView(DisableTask):
    """Refuses while a course is at the step and none follows: nobody would be left to decide."""

    template_name = "courses/admin/workflows/disable_step.html"

    @cached_property
    def stuck(self) -> OpenReviews:
        return open_reviews(without_next_step(self.object), self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            open_reviews=open_reviews(in_review_at(self.object), self.request.user),
            stuck=self.stuck,
            **kwargs,
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.stuck.count:
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)


class EditWorkflowView(Edit):
    """Says which reviews go on as they began, and warns when courses are left without a review."""

    template_name = "courses/admin/workflows/edit.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            open_reviews=open_reviews(in_review_with(self.object), self.request.user), **kwargs
        )

    def form_valid(self, form) -> HttpResponse:
        was_reviewing = is_reviewing_courses(self.object)
        response = super().form_valid(form)
        if was_reviewing and not is_reviewing_courses(self.object):
            messages.warning(
                self.request,
                _(
                    "No course can be submitted now: the catalogue has no active workflow with an "
                    "active step. Those in review stay with their reviewers."
                ),
            )
        return response


disable_workflow = require_admin_access(DisableWorkflowView.as_view())
disable_step = require_admin_access(DisableStepView.as_view())
edit_workflow = require_admin_access(EditWorkflowView.as_view())
