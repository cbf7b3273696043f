from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from web.text_direction import isolated

from .on_delete import go_with_course, let_page_go, let_revision_go_with_page


class ReleaseQuerySet(models.QuerySet):
    def open(self) -> "ReleaseQuerySet":
        """Releases that wait: for a reviewer, or for their hour."""
        return self.filter(status__in=CourseRelease.OPEN)

    def in_review(self) -> "ReleaseQuerySet":
        return self.filter(status=CourseRelease.Status.IN_REVIEW)

    def published(self) -> "ReleaseQuerySet":
        """Releases that went live, newest first. Each was an edition learners saw."""
        return self.filter(status=CourseRelease.Status.PUBLISHED).order_by("-number")

    def failed(self) -> "ReleaseQuerySet":
        """Releases whose hour has come, but that could not be published."""
        return self.filter(status=CourseRelease.Status.SCHEDULED).exclude(failure="")

    def for_user(self, user: AbstractBaseUser, *, action: str = "change") -> "ReleaseQuerySet":
        """Releases of courses that `user` may change, or publish: a page permission's name."""
        pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, action)
        return self.filter(course__in=pages.values("pk"))

    def with_change_count(self) -> "ReleaseQuerySet":
        """Adds `change_count`: pages new, changed, removed or moved, the course included."""
        unchanged = models.Q(items__kind=CourseReleaseItem.Kind.UNCHANGED, items__moved=False)
        queryset = self.annotate(change_count=models.Count("items", filter=~unchanged))
        return queryset.order_by("-submitted_at", "-pk")  # which grouping would leave out

    def with_page_counts(self) -> "ReleaseQuerySet":
        """Adds `new_count`, `changed_count`, `removed_count`, `moved_count`, `waiver_count`."""
        counts = {
            f"{kind}_count": models.Count("items", filter=models.Q(items__kind=kind))
            for kind in ("new", "changed", "removed")
        }
        waivers = ReleaseWaiver.objects.filter(release=models.OuterRef("pk")).order_by()
        count = waivers.values("release").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            **counts,
            moved_count=models.Count("items", filter=models.Q(items__moved=True)),
            waiver_count=Coalesce(models.Subquery(count), 0),
        )

    def protected(self) -> "ReleaseQuerySet":
        """Releases whose pages must stay: open ones, and editions that can be restored."""
        return self.filter(status__in=[*CourseRelease.OPEN, CourseRelease.Status.PUBLISHED])


class CourseRelease(models.Model):
    """A course with all its lessons, submitted, reviewed and published as one unit.

    Every submission makes one; `number` is given when it goes live and None until then. At most
    one release of a course is open. `note` is what learners read about it.
    """

    class Status(models.TextChoices):
        IN_REVIEW = "in_review", _("in review")
        CHANGES_REQUESTED = "changes_requested", _("changes requested")
        # Lives only inside the transaction that approves: what `CoursePage.publish()` may publish.
        APPROVED = "approved", _("approved")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        CANCELLED = "cancelled", _("cancelled")

    class Change(models.TextChoices):
        UPDATE = "update", _("Update: learners are told what is new")
        CORRECTION = "correction", _("Correction: learners are not told")

    OPEN = (Status.IN_REVIEW, Status.APPROVED, Status.SCHEDULED)

    course = models.ForeignKey(
        "courses.CoursePage", on_delete=go_with_course, related_name="releases"
    )
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status.choices, default=Status.IN_REVIEW
    )
    change = models.CharField(
        _("kind of change"), max_length=20, choices=Change.choices, default=Change.UPDATE
    )
    note = models.TextField(_("note to learners"), blank=True)
    workflow_state = models.ForeignKey(
        "wagtailcore.WorkflowState", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("submitted by"),
    )
    submitted_at = models.DateTimeField(_("submitted"), auto_now_add=True)
    submission_comment = models.TextField(_("comment to the reviewer"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed"), null=True)
    review_comment = models.TextField(_("comment of the reviewer"), blank=True)
    go_live_at = models.DateTimeField(_("goes live"), null=True)
    published_at = models.DateTimeField(_("published"), null=True)
    restored_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("restores")
    )
    # Why the last try to publish it at its hour failed, in words; empty when none did.
    failure = models.TextField(_("failure"), blank=True)
    # Since when its people know that nobody can decide on it; None while somebody can.
    stalled_at = models.DateTimeField(null=True, editable=False)

    # What its files were when it was approved for its hour (`courses.release.files`).
    file_digests = models.JSONField(blank=True, default=dict)
    # Whom it says it is taught by: what is told of them stays as it was seen.
    credited = models.ManyToManyField("courses.Instructor", blank=True, related_name="releases")

    objects = ReleaseQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "course",
                condition=models.Q(status__in=["in_review", "approved", "scheduled"]),
                name="one_open_release_a_course",
            ),
            models.UniqueConstraint("course", "number", name="release_number_once_a_course"),
        ]

    def __str__(self) -> str:
        return f"{isolated(str(self.course))}: {self.name}"

    @property
    def name(self) -> str:
        """What people call it: its number, or that it has none yet."""
        if self.number:
            return _("release %(number)s") % {"number": self.number}
        hour = localize(timezone.localtime(self.submitted_at))
        return _("submission of %(date)s") % {"date": hour}

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    @property
    def is_in_review(self) -> bool:
        return self.status == self.Status.IN_REVIEW


class CourseReleaseItem(models.Model):
    """One page of a release, the course itself included, pinned to a revision.

    `page` and `revision` are None only in a submission that never went live, after its page was
    deleted; `revision` also for a page that was removed. `position` counts lessons from 1 in the
    order of the curriculum; None for the course and for removed lessons.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        REMOVED = "removed", _("removed")
        UNCHANGED = "unchanged", _("unchanged")

    release = models.ForeignKey(CourseRelease, on_delete=models.CASCADE, related_name="items")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=let_page_go, related_name="release_items"
    )
    # Protected, so that Wagtail's `purge_revisions` passes over it.
    revision = models.ForeignKey(
        "wagtailcore.Revision",
        null=True,
        on_delete=let_revision_go_with_page,
        related_name="+",
    )
    # The revision's `created_at`: autosave overwrites a revision in place, so its id is no version.
    revision_created_at = models.DateTimeField(null=True)
    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    moved = models.BooleanField(_("moved"), default=False)
    renamed_from = models.CharField(_("renamed from"), max_length=255, blank=True)
    position = models.PositiveIntegerField(_("position"), null=True)
    # What the revision shows: " customimage:3  video:7 " (`courses.release.files`).
    files = models.TextField(blank=True, default="")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page of a release")
        ordering = ["release", models.F("position").asc(nulls_last=True), "pk"]
        constraints = [models.UniqueConstraint("release", "page", name="page_once_in_a_release")]

    def __str__(self) -> str:
        return f"{self.title}: {self.kind}"


class ReleaseWaiver(models.Model):
    """That an editor let a finding of the publication gate pass, and why.

    `code` and `place` name the finding (see `courses.release.findings.Finding`).
    """

    release = models.ForeignKey(CourseRelease, on_delete=models.CASCADE, related_name="waivers")
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    code = models.CharField(max_length=60)
    place = models.CharField(max_length=255, blank=True)
    message = models.TextField(_("finding"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("waived finding")
        ordering = ["release", "pk"]
        constraints = [
            models.UniqueConstraint(
                "release", "page", "code", "place", name="finding_waived_once_in_a_release"
            )
        ]

    def __str__(self) -> str:
        return f"{self.message} ({self.reason})"
