from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, TitleFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from .forms import InstructorForm


class Instructor(index.Indexed, models.Model):
    """The person or body a course says it is taught by.

    What readers see, and no permission: an author of long ago may have no account (`user` is
    None), and whoever edits a course need not be named on it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="instructor",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=120, unique=True, allow_unicode=True)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    bio = models.TextField(_("about"), blank=True)
    picture = models.ForeignKey(
        "media.CustomImage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    website = models.URLField(_("website"), blank=True)

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

    def __str__(self) -> str:
        return self.name


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
