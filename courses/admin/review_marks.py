"""What a reviewer does on the way to a decision: waives findings, and ticks what was looked at."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from web.primary_keys import is_key

from ..models.exceptions import CourseRefusal
from ..release.findings import Finding, collect_findings, unwaived_findings
from ..release.review import DECIDED, waive, waive_all
from ..release.reviewed_pages import mark_reviewed, reviewed_ids, unmark_reviewed
from .finding_groups import finding_groups, finding_key
from .review_form import TICK, UNTICK, WAIVE, WAIVE_ALL, clean_text
from .reviewed_course import ReviewedCourseView


class ReviewMarksView(ReviewedCourseView):
    """None of it decides anything, so the review is shown once more afterwards."""

    def mark(self, action: str, key: str) -> bool:
        """Whether `action` is one of these. It is done, or messages say why not."""
        verbs = {
            WAIVE: self._waive,
            WAIVE_ALL: self._waive_all,
            TICK: self._tick,
            UNTICK: self._untick,
        }
        if action in verbs:
            verbs[action](key)
        return action in verbs

    @property
    def ticked_ids(self) -> set[int]:
        """The pages its reviewer has looked at, as they are now."""
        if not self.review_status.is_reviewer:
            return set()
        return reviewed_ids(self.changes, self.request.user)

    def _waive(self, key: str) -> None:
        findings = collect_findings(self.changes)
        finding = next((finding for finding in findings if finding_key(finding) == key), None)
        if finding is None:
            messages.error(self.request, _("This is no longer found: nothing has to be waived."))
        elif reason := self._reason(f"reason:{key}"):
            self.try_to(
                lambda: waive(self.course, finding, by=self.request.user, reason=reason),
                success_message=_("Waived: “%(finding)s”") % {"finding": finding},
            )

    def _waive_all(self, key: str) -> None:
        groups = finding_groups(self._open_findings(), self.request.POST)
        group = next((group for group in groups if group.key == key), None)
        if group is None:
            messages.error(
                self.request,
                _("What is found has changed since you opened this page. Look at it once more."),
            )
        elif reason := self._reason(f"reason-all:{group.kind}"):
            self.try_to(
                lambda: waive_all(self.course, group.findings, by=self.request.user, reason=reason),
                success_message=lambda waivers: (
                    ngettext(
                        "Waived: %(number)s finding", "Waived: %(number)s findings", len(waivers)
                    )
                    % {"number": len(waivers)}
                ),
            )

    def _reason(self, name: str) -> str:
        reason = clean_text(self.request.POST.get(name, ""))
        if not reason:
            messages.error(self.request, _("Give a reason: it is kept with the release."))
        return reason

    def _open_findings(self) -> list[Finding]:
        """What may be waived and is not yet, if anything is in review."""
        release = self.review_status.release
        if not self.review_status.is_in_review:
            return []
        findings = unwaived_findings(collect_findings(self.changes), release)
        return [finding for finding in findings if finding.waivable]

    def _tick(self, key: str) -> None:
        page_id, _colon, fingerprint = key.partition(":")
        if not self.review_status.is_in_review:
            messages.error(self.request, DECIDED)
            return
        if not self.review_status.is_reviewer or not is_key(page_id):
            raise PermissionDenied
        try:
            mark_reviewed(self.changes, int(page_id), by=self.request.user, fingerprint=fingerprint)
        except CourseRefusal as refusal:
            messages.error(self.request, str(refusal))

    def _untick(self, key: str) -> None:
        if is_key(key):
            unmark_reviewed(int(key), by=self.request.user)
