from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from .locks import CourseInReviewLock


class CourseReviewTask(AbstractGroupApprovalTask):
    """A workflow step at which a course is reviewed with all its lessons.

    Wagtail's own group approval task works too; this one can forbid approving one's own work.
    """

    allow_self_approval = models.BooleanField(
        _("reviewers may approve their own submissions"), default=False
    )

    second_pair_of_eyes = models.BooleanField(
        _("a reviewer who edits a course during its review may not approve it"),
        default=False,
        help_text=_(
            "Another reviewer then has to approve it, so the step needs at least two reviewers."
        ),
    )

    lock_class = CourseInReviewLock
    admin_form_fields = [
        *AbstractGroupApprovalTask.admin_form_fields,
        "allow_self_approval",
        "second_pair_of_eyes",
    ]

    class Meta:
        verbose_name = _("course review")
        verbose_name_plural = _("course reviews")

    @classmethod
    def get_description(cls) -> str:
        return _("Members of the chosen groups review a course with all its lessons")


class ReviewedPage(models.Model):
    """That a reviewer has looked at a page of a course in review, as it was then.

    `fingerprint` is that of the page (`courses.release.changes.Changes.page_fingerprints`): once
    the page is another, this says nothing any more. It outlives a release, so that whoever asked
    for changes finds what stayed as it was ticked.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("page a reviewer has looked at")
        constraints = [
            models.UniqueConstraint("page", "user", name="page_ticked_once_by_a_reviewer")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} by {self.user_id}"
