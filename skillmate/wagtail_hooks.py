from django.urls import include, path
from wagtail import hooks

from . import mail_report
from .accounts.invitation import invite
from .accounts.menu import account_item
from .accounts.user_admin.bulk_actions import (
    CloseAccountsAction,
    GiveRoleAction,
    SwitchAccountsAction,
)
from .audit import accounts, actions, activity
from .operations import panel


@hooks.register("register_admin_urls")
def report_urls() -> list:
    return [path("", include(activity)), path("", include(mail_report))]


hooks.register("after_create_user", invite)
hooks.register("construct_homepage_panels", panel.add_panels)
hooks.register("register_account_menu_item", account_item)
hooks.register("register_log_actions", actions.register_actions)
for action in (CloseAccountsAction, GiveRoleAction, SwitchAccountsAction):
    hooks.register("register_bulk_action", action, order=1)  # after Wagtail's own
hooks.register("after_bulk_action", accounts.activity_set)
hooks.register("register_reports_menu_item", activity.report_item)
hooks.register("register_reports_menu_item", mail_report.report_item)
hooks.register("construct_homepage_panels", mail_report.construct_panels)
