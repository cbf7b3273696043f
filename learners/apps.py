from django.apps import AppConfig


class LearnersConfig(AppConfig):
    name = "learners"
    verbose_name = "Learners"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.contrib.auth.signals import user_logged_in
        from wagtail.signals import page_published

        from courses.models import CoursePage

        from .profiles.time_zone import take_time_zone_of_browser
        from .progress.publication import follow_publication

        user_logged_in.connect(take_time_zone_of_browser)
        page_published.connect(follow_publication, sender=CoursePage)
