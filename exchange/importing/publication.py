"""Releasing an imported course at once: the operator's `--publish` stands for the review."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext as _

from courses.models import CoursePage, CourseRelease, LessonPage
from courses.release.changes import Changes
from courses.release.exceptions import NotReadyRefusal
from courses.release.findings import Finding, collect_findings
from courses.release.pinned_revisions import with_revisions
from courses.release.publication import publish_at_once

from .plan import draft_digest


def publish_course(
    course: CoursePage,
    *,
    lessons: list[LessonPage],
    owner: AbstractUser | None,
    by: AbstractUser | None,
) -> list[Finding]:
    """Release what was imported, by `by`; None when all of it is live already.

    A page that already shows what was imported stays as it is, an editor's newer draft of it too.
    Findings of the publication gate are waived, on record, and returned; errors raise
    `NotReadyRefusal`.
    """
    page_ids = {page.pk for page in [*lessons, course] if _needs_release(page)}
    changes = with_revisions(Changes(course, draft_ids=page_ids))
    if not changes.count:
        return []
    findings = collect_findings(changes)
    if errors := [finding for finding in findings if not finding.waivable]:
        raise NotReadyRefusal(errors)
    release = publish_at_once(course, changes.rows, by=by, submitted_by=owner or by)
    _waive(release, findings, by)
    return findings


def _needs_release(page: CoursePage | LessonPage) -> bool:
    return not page.live or page.import_digest != draft_digest(page)


def _waive(release: CourseRelease, findings: list[Finding], by: AbstractUser | None) -> None:
    for finding in findings:
        release.waivers.get_or_create(
            page_id=finding.page_id,
            code=finding.code,
            place=finding.place,
            defaults={
                "message": finding.message,
                "reason": _("Imported as the source has it."),
                "by": by,
            },
        )
