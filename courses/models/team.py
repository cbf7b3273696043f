from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection


class CourseTeam(models.Model):
    """Who edits a course: the members of `group`; its files are kept in `collection`.

    Operational: it is no part of any revision, and what learners read ("taught by") is not it.
    """

    course = models.OneToOneField(
        "courses.CoursePage", on_delete=models.CASCADE, related_name="team"
    )
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="course_team")
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("course team")

    def __str__(self) -> str:
        return str(self.group)

    @property
    def members(self) -> models.QuerySet:
        """The accounts that may edit the course because they are on its team."""
        return self.group.user_set.order_by("email", "pk")
