"""The page that makes a course or a lesson: always a draft."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView

from ..authoring.placement import append_to_curriculum
from ..models.exceptions import CourseRefusal
from ..teams.team import ensure_team
from .editing import Action
from .save_messages import submit_button


class DraftCreateView(CreateView):
    """Whatever button is posted, a draft is made; all that belongs to it, or nothing."""

    @transaction.atomic
    def post(self, request: HttpRequest) -> HttpResponse:
        return super().post(request)

    @cached_property
    def action_name_and_method(self) -> Action:
        return "save", self.save_action

    def save_action(self) -> HttpResponse:
        response = super().save_action()
        self.finish_creation()
        return response

    def finish_creation(self) -> None:
        """What has to be done about a page that was just made."""


class CourseCreateView(DraftCreateView):
    """ "New course" is the shorter way; this one knows all fields."""

    def finish_creation(self) -> None:
        ensure_team(self.page, members=[self.request.user])


class LessonCreateView(DraftCreateView):
    def finish_creation(self) -> None:
        try:
            append_to_curriculum(self.parent_page, self.page, by=self.request.user)
        except CourseRefusal as refusal:
            messages.warning(
                self.request,
                _(
                    "%(reason)s The lesson is saved, but not placed yet: add it to the curriculum "
                    "later."
                )
                % {"reason": refusal},
            )
        else:
            self._add_next_step_message()

    def _add_next_step_message(self) -> None:
        if self.expects_json_response:
            return
        messages.info(
            self.request,
            _(
                "It is the last lesson in the draft of the curriculum. A lesson goes live with its "
                "course: submit the course for review."
            ),
            buttons=[submit_button(self.parent_page, _("Submit the course"))],
        )
