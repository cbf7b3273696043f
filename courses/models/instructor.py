from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from .forms import InstructorForm


class InstructorProfile(models.Model):
    """What readers learn of somebody who teaches."""

    name = models.CharField(_("name"), max_length=120)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    bio = models.TextField(_("about"), blank=True)
    picture = models.ForeignKey(
        "media.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
    )
    website = models.URLField(_("website"), blank=True)

    PROFILE_FIELDS = ("name", "headline", "bio", "website", "picture_id")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def profile_values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.PROFILE_FIELDS}


class Instructor(index.Indexed, InstructorProfile):
    """The person or body a course says it is taught by.

    What readers see, and no permission: an author of long ago may have no account (`user` is
    None), and whoever edits a course need not be named on it. `closed_at` is when the account was
    deleted: courses still count somebody, who has no page any more.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="instructor",
        verbose_name=_("account"),
    )
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    panels = [
        TitleFieldPanel("name", placeholder=_("Name")),
        FieldPanel("slug"),
        FieldPanel("headline"),
        FieldPanel("bio"),
        FieldPanel("picture"),
        FieldPanel("website"),
        FieldPanel("user"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    base_form_class = InstructorForm

    class Meta:
        verbose_name = _("instructor")
        verbose_name_plural = _("instructors")
        ordering = ["name", "pk"]


class InstructorChange(InstructorProfile):
    """What an instructor wants her public profile to say. Nobody but she and editors see it.

    `returned_at` is when an editor sent it back, with `comment`; None while it waits for one.
    """

    instructor = models.OneToOneField(
        Instructor, on_delete=models.CASCADE, related_name="waiting_change"
    )
    submitted_at = models.DateTimeField(_("submitted"))
    returned_at = models.DateTimeField(_("sent back"), null=True, blank=True)
    comment = models.TextField(_("comment of the editor"), blank=True)

    class Meta:
        verbose_name = _("change of an instructor's profile")
        ordering = ["submitted_at", "pk"]


class CourseInstructor(Orderable):
    """One name in the "taught by" line of a course."""

    course = ParentalKey("courses.CoursePage", on_delete=models.CASCADE, related_name="taught_by")
    instructor = models.ForeignKey(
        "courses.Instructor", on_delete=models.PROTECT, related_name="courses"
    )

    panels = [FieldPanel("instructor")]

    class Meta(Orderable.Meta):
        verbose_name = _("instructor")
        unique_together = [("course", "instructor")]
