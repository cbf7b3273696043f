"""The page editor of courses and lessons: it saves drafts, and leads on to where more is done."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin import messages
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.models import Page

from ..models.locks import reason
from .buttons import ReviewButtonMixin
from .page_menus import AuthorMenuMixin
from .save_messages import saved_message

Action = tuple[str, Callable[[], HttpResponse]]


class DraftEditMixin:
    """For edit views: whatever button is posted, the draft is saved and nothing goes live.

    A draft may be incomplete, whatever the button: what has to be mended is said where it is
    submitted.
    """

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        return self._dispatch_with_lock(request, page_id, **kwargs)

    @transaction.atomic
    def _dispatch_with_lock(self, request: HttpRequest, page_id: int, **kwargs) -> HttpResponse:
        """Wagtail reads the latest draft before it asks whether an autosave comes too late.

        An autosave on its way while its author presses “Save draft” holds older words; read before
        that save and written after it, they would take its place. So a save waits for the one
        before it, and reads what that one wrote. (SQLite lets one writer in at a time.)
        """
        Page.objects.select_for_update().filter(pk=page_id).first()
        return super().dispatch(request, page_id, **kwargs)

    @cached_property
    def action_name_and_method(self) -> Action:
        if self.is_cancelling_workflow:
            return "cancel_workflow", self.cancel_workflow_action
        return "save", self.save_action

    def add_save_confirmation_message(self) -> None:
        if self.is_reverting:
            return super().add_save_confirmation_message()
        text, buttons = saved_message(self.page, self.request.user)
        messages.success(self.request, text, buttons=buttons)

    def form_invalid(self, form) -> HttpResponse:
        if self.locked_for_user and not self.is_cancelling_workflow:
            message = reason(self.lock, self.request.user)
            if self.expects_json_response:
                return self.json_error_response("locked", message)
            messages.warning(
                self.request, self.lock.get_message(self.request.user), extra_tags="lock"
            )
        return super().form_invalid(form)


class CourseEditing(DraftEditMixin):
    """The buttons of Wagtail's workflow lead to the pages on which all lessons are seen."""

    # By button: where it leads once the draft is saved, and as what it hands on its value.
    next_steps = {
        "action-submit": ("courses_admin:submit", ""),
        "action-restart-workflow": ("courses_admin:submit", ""),
        "action-workflow-action": ("courses_admin:review", ""),
        "action-new-lesson": ("courses_admin:new_lesson", "after"),
        "action-new-section": ("courses_admin:new_section", "after"),
        "action-order": ("wagtailadmin_explore", "ordering"),
    }

    @property
    def next_step(self) -> str | None:
        return next((name for name in self.next_steps if name in self.request.POST), None)

    @property
    def next_step_url(self) -> str:
        url_name, parameter = self.next_steps[self.next_step]
        query = QueryDict(mutable=True)
        if parameter:
            query[parameter] = self.request.POST[self.next_step]
        return f"{reverse(url_name, args=[self.page.pk])}?{query.urlencode()}".removesuffix("?")

    def form_valid(self, form) -> HttpResponse:
        # Saving what nobody changed would count as a change that waits for review.
        if self.next_step and not self.is_reverting and not form.has_changed():
            return self.redirect_and_remain()
        return super().form_valid(form)

    def redirect_and_remain(self) -> HttpResponse:
        if self.next_step and not self.is_cancelling_workflow:
            return HttpResponseRedirect(self.next_step_url)
        return super().redirect_and_remain()


class CourseEditView(AuthorMenuMixin, ReviewButtonMixin, CourseEditing, EditView):
    pass


class CourseRevertView(AuthorMenuMixin, CourseEditing, RevisionsRevertView):
    pass


class LessonEditView(AuthorMenuMixin, ReviewButtonMixin, DraftEditMixin, EditView):
    pass


class LessonRevertView(AuthorMenuMixin, DraftEditMixin, RevisionsRevertView):
    pass
