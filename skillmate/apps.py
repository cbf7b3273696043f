from django.apps import AppConfig


class SkillmateConfig(AppConfig):
    name = "skillmate"
    verbose_name = "Skillmate"

    def ready(self):
        from .choosers import give_scripts_a_nonce

        give_scripts_a_nonce()
