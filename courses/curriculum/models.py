from django.db import models


class CurriculumEntry(models.Model):
    """Which lesson stands where in a course, for SQL to join on.

    A projection of the saved course row's `curriculum`, written by `curriculum.project` alone and
    never edited. Drafts do not show here: they live in revisions.
    """

    course = models.ForeignKey(
        "courses.CoursePage", on_delete=models.CASCADE, related_name="entries"
    )
    lesson = models.ForeignKey(
        "courses.LessonPage", on_delete=models.CASCADE, related_name="entries"
    )
    section = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["course", "position"]
        constraints = [
            models.UniqueConstraint("course", "lesson", name="lesson_once_in_a_course"),
            models.UniqueConstraint("course", "position", name="one_lesson_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.course_id}: {self.position} {self.lesson_id}"
