from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from .curriculum import project_after_move
        from .models import LessonPage

        post_page_move.connect(project_after_move, sender=LessonPage)
