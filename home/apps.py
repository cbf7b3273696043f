from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import page_published

        from .models import StandardPage
        from .pictures import request_pictures

        page_published.connect(request_pictures, sender=StandardPage)
