from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import (
            post_page_move,
            task_submitted,
            workflow_cancelled,
            workflow_rejected,
        )

        from .curriculum import project_after_move
        from .models import LessonPage
        from .release.opening import follow_cancellation, follow_rejection, follow_submission

        post_page_move.connect(project_after_move, sender=LessonPage)
        task_submitted.connect(follow_submission)
        workflow_rejected.connect(follow_rejection)
        workflow_cancelled.connect(follow_cancellation)
