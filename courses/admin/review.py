"""The one screen on which a course is reviewed with all its lessons."""

from __future__ import annotations

import logging

from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.release import CourseRelease, ReleaseWaiver
from ..release.approval import approval_refusal
from ..release.credited import newly_credited
from ..release.findings import collect_findings, unwaived_findings
from ..release.large_releases import is_being_published, is_large
from ..release.publication import PublicationError
from ..release.recipients import has_active_author
from ..release.review import approve, request_changes, unschedule
from .changes_table import ChangesTable, previous_submission
from .course_view import CourseView
from .finding_groups import finding_groups, waiver_groups
from .notices import Notice, notice
from .review_form import DECISIONS, REJECT, ReviewForm, notes_in
from .review_marks import ReviewMarksView
from .review_snapshot import ReviewSnapshot, serialize_snapshot
from .review_status import ReviewStatus

logger = logging.getLogger("skillmate.release")


class ReviewView(ReviewMarksView):
    """Shows what waits for review to all who may look; a POST is a decision of a reviewer.

    Whatever stands in its way is said on the same page, with all that was typed.
    """

    page_title = _("Review")
    header_icon = "clipboard-list"
    template_name = "courses/admin/review.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        action, _colon, key = request.POST.get("action", "").partition(":")
        form = ReviewForm(request.POST)
        if self.mark(action, key):
            return self._redisplay(form)
        if action not in DECISIONS:
            return self._redisplay(form)
        if not form.is_valid():
            return self._redisplay(form, _("Please check what is marked below."))
        return self._decide(action, form)

    def _decide(self, action: str, form: ReviewForm) -> HttpResponse:
        verb = self._reject if action == REJECT else self._approve
        try:
            release = verb(form)
        except (CourseRefusal, PublicationError) as refusal:
            return self._redisplay(form, str(refusal))
        except Exception:
            logger.exception("A decision on course %s broke", self.course.pk)
            return self._redisplay(
                form,
                _(
                    "Something went wrong, so nothing was decided: everything is as it was before. "
                    "Try again; if it breaks again, tell an administrator."
                ),
            )
        return self._decision_response(release)

    def _approve(self, form: ReviewForm) -> CourseRelease:
        return approve(
            self.course,
            by=self.request.user,
            fingerprint=self.request.POST.get("fingerprint", ""),
            notes=form.notes,
            by_worker=is_large(self.changes.lesson_rows),
            **form.cleaned_data,
        )

    def _reject(self, form: ReviewForm) -> CourseRelease:
        comment = form.cleaned_data["comment"]
        return request_changes(self.course, by=self.request.user, comment=comment, notes=form.notes)

    def _decision_response(self, release: CourseRelease) -> HttpResponse:
        course = self.get_course()
        if is_being_published(release):
            return redirect("courses_admin:progress", release.pk)
        buttons = [messages.button(course.url, _("View live"))] if course.live else []
        messages.success(self.request, decision_message(release), buttons=buttons)
        if release.status == CourseRelease.Status.CHANGES_REQUESTED:
            self._warn_if_unheard(release)
        # A reviewer of one step may have nothing more to do with the course.
        if ReviewStatus(course, self.request.user).may_view:
            return redirect("courses_admin:review", course.pk)
        return redirect("wagtailadmin_home")

    def _warn_if_unheard(self, release: CourseRelease) -> None:
        """Of a course that is back with nobody."""
        if not has_active_author(release):
            messages.warning(
                self.request,
                _(
                    "Nobody was told: nobody on its team has an active account. Put somebody on "
                    "the team: your comment is on the page where the course is submitted."
                ),
                buttons=[messages.button(team_url(release.course), _("Team"))],
            )

    def _redisplay(self, form: ReviewForm, message: str = "") -> HttpResponse:
        """The page once more, as things are now, with all that was typed."""
        self.reload()
        if message:
            messages.error(self.request, message)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, form: ReviewForm | None = None, **kwargs) -> dict:
        context = super().get_context_data(**kwargs)
        if not self.review_status.is_in_review:
            return {**context, "form": form, "notes": notes_in(self.request.POST)}
        return {**context, **self._review_context(form)}

    def _review_context(self, form: ReviewForm | None) -> dict:
        release, data = self.review_status.release, self.request.POST
        previous = previous_submission(self.course, release)
        snapshot = ReviewSnapshot(data.get("seen", ""))
        waivers = Prefetch("waivers", ReleaseWaiver.objects.select_related("by", "page"))
        prefetch_related_objects([release], waivers)
        findings = unwaived_findings(collect_findings(self.changes), release)
        waivable = [finding for finding in findings if finding.waivable]
        initial = {"note": release.note, "change": release.change}
        return {
            "table": ChangesTable(
                self.changes,
                previous=previous,
                snapshot=snapshot,
                notes=notes_in(data),
                changed_by=self.changed_by,
                ticked_ids=self.ticked_ids,
            ),
            "approval_notice": self._approval_notice(release),
            "form": form or ReviewForm(initial=initial),
            "errors": [finding for finding in findings if not finding.waivable],
            "waivable": waivable,
            "waivable_groups": finding_groups(waivable, data),
            "credited": newly_credited(self.course.pk, self.changes.draft.taught_by.all()),
            "waiver_groups": waiver_groups(release.waivers.all()),
            "fingerprint": self.changes.fingerprint,
            "is_outdated": data.get("fingerprint", self.changes.fingerprint)
            != self.changes.fingerprint,
            # As first seen: marks stay until the page is opened anew.
            "seen": data["seen"] if snapshot else serialize_snapshot(self.changes),
        }

    def _approval_notice(self, release: CourseRelease) -> Notice | None:
        """Why this reviewer may not approve."""
        status = self.review_status
        if not status.is_reviewer:
            return None
        refusal = approval_refusal(release, status.step, self.changes, self.request.user)
        return notice(refusal, self.request.user)


class UnscheduleView(CourseView):
    """Calls off a release that waits for its hour."""

    http_method_names = ["post"]

    def may_open(self) -> bool:
        return self.tester.can_release()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.try_to(
            lambda: unschedule(self.course, by=request.user),
            success_message=lambda was_scheduled: (
                _("Unscheduled: it will not go live by itself. Its drafts are as they were.")
                if was_scheduled
                else _("Nothing is scheduled any more: its list of releases shows what happened.")
            ),
        )
        return redirect("courses_admin:submit", self.course.pk)


def team_url(course: CoursePage) -> str:
    return reverse("courses_admin:team", args=[course.pk])


def decision_message(release: CourseRelease) -> str:
    name = release.course.get_admin_display_title()
    texts = {
        CourseRelease.Status.PUBLISHED: _("“%(course)s” is live now, with all its lessons."),
        CourseRelease.Status.SCHEDULED: _(
            "“%(course)s” is approved and goes live at the scheduled time."
        ),
        CourseRelease.Status.CHANGES_REQUESTED: _("“%(course)s” was sent back to its team."),
        CourseRelease.Status.IN_REVIEW: _("Approved. “%(course)s” is at its next step now."),
    }
    return texts[release.status] % {"course": name}
