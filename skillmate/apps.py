from django.apps import AppConfig


class SkillmateConfig(AppConfig):
    name = "skillmate"
    verbose_name = "Skillmate"

    def ready(self) -> None:
        from .exports import defuse_exports

        defuse_exports()
