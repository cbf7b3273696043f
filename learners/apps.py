from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = "learners"
    verbose_name = "Learners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail.signals import page_published

        from courses.models import CoursePage

        from .progress.publication import follow_publication

        page_published.connect(follow_publication, sender=CoursePage)
