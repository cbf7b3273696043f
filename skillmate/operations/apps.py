from django.apps import AppConfig
from django.conf import settings


class OperationsConfig(AppConfig):
    name = "skillmate.operations"
    verbose_name = "Operations"

    def ready(self) -> None:
        from django.core.signals import got_request_exception

        from .error_reports import report_failed_request

        got_request_exception.connect(report_failed_request)
        if settings.SENTRY_DSN:
            from . import sentry

            sentry.start(settings.SENTRY_DSN)
