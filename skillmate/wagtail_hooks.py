from wagtail import hooks

from .audit import accounts, actions

hooks.register("register_log_actions", actions.register_actions)
hooks.register("after_bulk_action", accounts.activity_set)
