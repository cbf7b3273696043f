from django.urls import include, path
from wagtail import hooks

from .audit import accounts, actions, activity


@hooks.register("register_admin_urls")
def activity_urls() -> list:
    return [path("", include(activity))]


hooks.register("register_log_actions", actions.register_actions)
hooks.register("after_bulk_action", accounts.activity_set)
hooks.register("register_reports_menu_item", activity.report_item)
