from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .querysets import EnrollmentQuerySet


def percent(done: int, total: int, *, finished: bool) -> int:
    """`done` of `total` lessons, rounded down; finished once is 100 for ever."""
    if finished:
        return 100
    return done * 100 // total if total else 0


class Enrollment(models.Model):
    """That a learner takes a course, and what has come of it. Kept for ever.

    The course is protected: content may be unpublished, never a record destroyed. `left_at` is
    None while enrolled; `finished_at`, once set, stays. `updates_seen_at` is when the newest
    release came out of which the learner said that they have read what is new.
    """

    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrollments"
    )
    course = models.ForeignKey(
        "courses.CoursePage", on_delete=models.PROTECT, related_name="enrollments"
    )
    enrolled_at = models.DateTimeField(_("enrolled"), auto_now_add=True)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    last_lesson = models.ForeignKey(
        "courses.LessonPage",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opened_last_in",
    )
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)
    updates_seen_at = models.DateTimeField(_("updates seen"), null=True, blank=True)

    # Number of the first release with news for the learner; `with_news()` finds it.
    news_from: int | None = None
    # Those of the course's catalogue entry; `with_restrictions()` finds them.
    restrictions: str | None = ""

    objects = EnrollmentQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("enrolment")
        ordering = ["-enrolled_at", "-pk"]
        constraints = [models.UniqueConstraint("learner", "course", name="one_enrollment_a_course")]

    def __str__(self) -> str:
        return f"{self.learner} in {self.course}"

    @property
    def is_active(self) -> bool:
        return self.left_at is None

    @property
    def percent(self) -> int:
        """Progress from 0 to 100. Needs `with_progress()`."""
        return percent(self.done, self.total, finished=self.finished_at is not None)

    @property
    def is_finished(self) -> bool:
        """At some time, or every lesson that is left is done. Needs `with_progress()`."""
        return self.percent == 100


class LessonCompletion(models.Model):
    """That a learner completed a lesson."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="completions")
    lesson = models.ForeignKey(
        "courses.LessonPage", on_delete=models.PROTECT, related_name="completions"
    )
    completed_at = models.DateTimeField(_("completed"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("completed lesson")
        constraints = [
            models.UniqueConstraint("enrollment", "lesson", name="lesson_completed_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.lesson}"
