from django.apps import AppConfig


class DevelopmentConfig(AppConfig):
    """On one's own machine alone: only `skillmate.settings.dev` has it."""

    name = "skillmate.development"
    label = "development"

    def ready(self) -> None:
        from django.views import debug

        from ..views import not_found

        # Django's own lists every address instead of what a visitor will see.
        debug.technical_404_response = not_found
