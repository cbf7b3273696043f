"""Wagtail's users app with our views: sign-in is allauth's, teams are passed over, and nobody
manages more than they may. Named in INSTALLED_APPS."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    group_viewset = "skillmate.accounts.user_admin.roles.RoleViewSet"
    user_viewset = "skillmate.accounts.user_admin.viewset.PersonViewSet"
