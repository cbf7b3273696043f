from wagtail import hooks

from .accounts.invitation import invite
from .accounts.menu import account_item
from .accounts.people import CloseAccountsAction
from .accounts.traces import register_actions

hooks.register("after_create_user", invite)
hooks.register("register_account_menu_item", account_item)
hooks.register("register_log_actions", register_actions)
hooks.register("register_bulk_action", CloseAccountsAction, order=1)  # after Wagtail's own
