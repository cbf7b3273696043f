"""Wagtail's users app with views that pass over course teams. Named in INSTALLED_APPS."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    group_viewset = "courses.admin.groups.RoleViewSet"
    user_viewset = "courses.admin.groups.AccountViewSet"
