from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from .locks import CourseInReviewLock


class CourseReviewTask(AbstractGroupApprovalTask):
    """A workflow step at which a course is reviewed with all its lessons.

    Wagtail's own group approval task works too; this one can forbid approving one's own work.
    """

    allow_self_approval = models.BooleanField(
        _("reviewers may approve what they submitted themselves"), default=False
    )

    second_pair_of_eyes = models.BooleanField(
        _("who changes a course while it is in review may not approve it"),
        default=False,
        help_text=_(
            "Another reviewer has to read what a reviewer wrote. The step then needs two of them."
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
