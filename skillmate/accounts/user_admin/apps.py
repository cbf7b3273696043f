"""Wagtail's users app with forms that leave sign-in to allauth. Named in INSTALLED_APPS."""

from courses.admin.apps import UsersConfig as RolesConfig


class UsersConfig(RolesConfig):
    user_viewset = "skillmate.accounts.user_admin.viewset.PersonViewSet"
