from django.apps import AppConfig


class SkillmateConfig(AppConfig):
    name = "skillmate"
    verbose_name = "Skillmate"

    def ready(self) -> None:
        from allauth.account.signals import email_confirmed, password_reset
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_in

        from . import deploy_checks  # noqa: F401  (registers them)
        from .accounts.admin_profile import make_admin_profile
        from .accounts.invitation import confirm_sole_address, delete_pending_of_others
        from .accounts.recovery_codes import leave_unmarked
        from .accounts.second_step import note_first
        from .accounts.transactions import store_together
        from .audit import wiring
        from .choosers import give_scripts_a_nonce
        from .exports import defuse_exports

        authenticator_added.connect(note_first)
        email_confirmed.connect(delete_pending_of_others)
        password_reset.connect(confirm_sole_address)
        user_logged_in.connect(make_admin_profile)
        wiring.connect()
        leave_unmarked()
        store_together()
        give_scripts_a_nonce()
        defuse_exports()
