"""Wagtail's users app with views that pass over course teams."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    group_viewset = "courses.admin.groups.RoleViewSet"
    user_viewset = "courses.admin.groups.AccountViewSet"
