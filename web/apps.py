from django.apps import AppConfig
from django.db.backends.signals import connection_created


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        from .page_cache.write_watch import watch

        connection_created.connect(watch, dispatch_uid="page_cache")
