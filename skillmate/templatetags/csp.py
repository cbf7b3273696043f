"""The nonce for the few inline scripts of Wagtail's admin."""

from django import template

from skillmate.headers import nonce

register = template.Library()
register.simple_tag(nonce, name="csp_nonce")
