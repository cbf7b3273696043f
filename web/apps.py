from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class WebConfig(AppConfig):
    name = "web"
    verbose_name = "Web"

    def ready(self) -> None:
        from .page_cache.write_watch import watch

        connection_created.connect(watch, dispatch_uid="page_cache")
        if settings.PUBLIC_PAGES_SMAXAGE:
            from .frontend_cache.purge import purge_after_change
            from .page_cache.site_version import site_changed

            site_changed.connect(purge_after_change, dispatch_uid="frontend_cache")
