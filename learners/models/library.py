from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Library(models.Model):
    """A learner's shelf of saved courses, one for each learner."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="library"
    )
    courses = models.ManyToManyField("courses.CoursePage", through="SavedCourse", related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("library")
        verbose_name_plural = _("libraries")

    def __str__(self) -> str:
        return str(self.learner)


class SavedCourse(models.Model):
    library = models.ForeignKey(Library, on_delete=models.CASCADE, related_name="saved")
    course = models.ForeignKey("courses.CoursePage", on_delete=models.PROTECT, related_name="saves")
    saved_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-saved_at", "-pk"]
        constraints = [models.UniqueConstraint("library", "course", name="saved_once")]

    def __str__(self) -> str:
        return f"{self.library}: {self.course}"
