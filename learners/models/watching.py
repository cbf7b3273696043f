from django.db import models
from django.utils.translation import gettext_lazy as _

from .enrollment import Enrollment


class WatchPosition(models.Model):
    """Where a learner is in a video of a lesson, in whole seconds from its beginning.

    `second` is where they stopped; `watched_to` how far they have really watched, which seeking
    ahead does not move and nothing moves back. `measured_at` is when `second` was true: the
    moment on the server's clock, whenever the news of it came in.
    The video may be deleted (None then); that somebody watched it is kept with the lesson.
    """

    enrollment = models.ForeignKey(
        Enrollment, on_delete=models.CASCADE, related_name="watch_positions"
    )
    lesson = models.ForeignKey(
        "courses.LessonPage", on_delete=models.PROTECT, related_name="watch_positions"
    )
    video = models.ForeignKey(
        "media.Video", null=True, on_delete=models.SET_NULL, related_name="watch_positions"
    )
    second = models.PositiveIntegerField(_("second"), default=0)
    watched_to = models.PositiveIntegerField(_("watched to second"), default=0)
    measured_at = models.DateTimeField(_("measured"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("watch position")
        constraints = [
            models.UniqueConstraint("enrollment", "lesson", "video", name="one_position_a_video")
        ]

    def __str__(self) -> str:
        return f"{self.enrollment}: {self.video} at {self.second} s"
