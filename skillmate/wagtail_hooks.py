from wagtail import hooks

from .accounts.invitation import invite
from .accounts.menu import account_item

hooks.register("after_create_user", invite)
hooks.register("register_account_menu_item", account_item)
