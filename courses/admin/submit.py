"""Submitting a course for review, and taking it back."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Comment

from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease
from ..release.exceptions import NotReadyRefusal
from ..release.findings import Finding, collect_findings
from ..release.reviewers import NAMED, ReviewSteps
from ..release.submission import submission_refusal, submit, withdraw
from .changes_table import ChangesTable, previous_submission
from .course_view import CourseView
from .notices import notice
from .reviewed_course import ReviewedCourseView


class SubmitForm(forms.Form):
    comment = forms.CharField(
        label=_("Comment to the reviewer"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_("What you changed and why; what to look at first."),
    )
    note = forms.CharField(
        label=_("Note to learners"),
        required=False,
        widget=AdminAutoHeightTextInput,
        help_text=_(
            "Learners read it once this is live. Leave it empty if there is nothing to say."
        ),
    )
    change = forms.ChoiceField(
        label=_("Kind of change"),
        choices=CourseRelease.Change.choices,
        initial=CourseRelease.Change.UPDATE,
        widget=forms.RadioSelect,
    )
    despite_findings = forms.BooleanField(
        label=_("Submit without fixing these: the reviewer decides"), required=False
    )


class SubmitView(ReviewedCourseView):
    """Shows what would be submitted, and what stands in its way; a POST submits."""

    page_title = _("Submit for review")
    header_icon = "upload"
    template_name = "courses/admin/submit.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = SubmitForm(request.POST)
        if not form.is_valid():
            return self._redisplay(form, _("Please check what is marked below."))
        try:
            submit(self.course, by=request.user, **form.cleaned_data)
        except NotReadyRefusal as refusal:
            return self._redisplay(form, str(refusal), findings=refusal.findings)
        except CourseRefusal as refusal:
            return self._redisplay(form, str(refusal))
        messages.success(
            request,
            _("“%(title)s” is in review now. You will hear from its reviewer.")
            % {"title": self.get_page_subtitle()},
        )
        return redirect("courses_admin:submit", self.course.pk)

    def _redisplay(self, form: SubmitForm, message: str, **context) -> HttpResponse:
        """The page once more, with all that was typed."""
        self.reload()
        messages.error(self.request, message)
        return self.render_to_response(self.get_context_data(form=form, **context))

    def may_open(self) -> bool:
        return self.review_status.may_edit

    def get_context_data(
        self,
        form: SubmitForm | None = None,
        findings: list[Finding] | None = None,
        **kwargs,
    ) -> dict:
        status = self.review_status
        previous = previous_submission(self.course, status.release)
        if findings is None:
            findings = [] if status.release else collect_findings(self.changes)
        return super().get_context_data(
            table=ChangesTable(self.changes, previous=previous, changed_by=self.changed_by),
            **({} if status.release else self._review_context()),
            form=form or SubmitForm(initial=_initial_data(previous)),
            errors=[finding for finding in findings if not finding.waivable],
            waivable=[finding for finding in findings if finding.waivable],
            previous=previous,
            open_comments=self._open_comments(),
            **kwargs,
        )

    def _review_context(self) -> dict:
        """Who would review it, or why it cannot be submitted."""
        steps = ReviewSteps(self.course, self.request.user)
        refusal = submission_refusal(self.changes, steps)
        return {
            "submission_notice": notice(refusal, self.request.user),
            "first_step": steps.ahead[0] if steps.ahead else None,
            "reviewers": steps.first_reviewers[:NAMED],
            "has_more_reviewers": len(steps.first_reviewers) > NAMED,
        }

    def _open_comments(self) -> list[Comment]:
        """What was remarked on the course and its lessons and is not resolved yet."""
        pages = [self.course.pk, *self.changes.pages]
        comments = Comment.objects.filter(page_id__in=pages, resolved_at=None)
        return list(comments.select_related("user", "page").order_by("page__path", "pk"))


class WithdrawView(CourseView):
    """Takes the course back from review."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.try_to(
            lambda: withdraw(self.course, by=request.user),
            success_message=lambda was_in_review: (
                _("Withdrawn from review. Your drafts are as they were: go on editing.")
                if was_in_review
                else _("It is not in review any more: somebody has decided meanwhile.")
            ),
        )
        return redirect("courses_admin:submit", self.course.pk)


def _initial_data(previous: CourseRelease | None) -> dict[str, str]:
    """What was told learners the last time: it was not published, so it holds still."""
    return {"note": previous.note, "change": previous.change} if previous else {}
