from django.apps import AppConfig


class SkillmateConfig(AppConfig):
    name = "skillmate"
    verbose_name = "Skillmate"

    def ready(self) -> None:
        from .audit import wiring

        wiring.connect()
