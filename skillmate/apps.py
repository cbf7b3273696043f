from django.apps import AppConfig


class SkillmateConfig(AppConfig):
    name = "skillmate"
    verbose_name = "Skillmate"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        from .accounts.second_step import note_first

        authenticator_added.connect(note_first)
