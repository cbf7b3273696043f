"""The script that starts a chooser may run under the policy of the admin."""

from __future__ import annotations

from django.forms.renderers import BaseRenderer
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets import BaseChooser

from .headers import nonce

SCRIPT_TAG = "<script>"


def give_scripts_a_nonce() -> None:
    """Wagtail's choosers write their script in code, where no template could be overridden; and
    they are subclasses of one another, so the first of them is the one place to change."""
    BaseChooser.render = _render


_original_render = BaseChooser.render


def _render(
    self: BaseChooser,
    name: str,
    value: object,
    attrs: dict | None = None,
    renderer: BaseRenderer | None = None,
) -> SafeString:
    # What stands before the script is escaped, so the first one is Wagtail's own.
    html = _original_render(self, name, value, attrs, renderer)
    before, script, after = html.partition(SCRIPT_TAG)
    tag = format_html('<script nonce="{}">', nonce()) if script else ""
    return SafeString(f"{before}{tag}{after}")
