from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound
from wagtail import blocks


class CodeValue(blocks.StructValue):
    @cached_property
    def highlighted(self) -> SafeString:
        """The code as escaped HTML, a `<span class>` per token (Pygments' short class names)."""
        tokens = self._lexer.get_tokens(self.get("code") or "")
        return format_html_join("", "{}", ((_span(kind, text),) for kind, text in tokens))

    @property
    def language_label(self) -> str:
        return "" if self._is_plain else self._lexer.name

    @property
    def _is_plain(self) -> bool:
        return isinstance(self._lexer, TextLexer)

    @cached_property
    def _lexer(self):
        # Code is shown as written: a lexer must neither strip nor add lines.
        options = {"stripnl": False, "ensurenl": False}
        try:
            return get_lexer_by_name((self.get("language") or "text").lower(), **options)
        except ClassNotFound:
            return TextLexer(**options)


def _span(kind: object, text: str) -> SafeString | str:
    css = STANDARD_TYPES.get(kind, "")
    return format_html('<span class="{}">{}</span>', css, text) if css else text


class VerbatimBlock(blocks.TextBlock):
    """Text kept to the letter: a first line's indentation means something in code."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.field_options["strip"] = False

    def value_from_form(self, value):
        return super().value_from_form(value).replace("\r\n", "\n")


class CodeBlock(blocks.StructBlock):
    language = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Language"),
        help_text=_("For example python, bash, html. Empty for plain text."),
    )
    code = VerbatimBlock(label=_("Code"), rows=8)
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))

    class Meta:
        icon = "code"
        label = _("Code")
        group = _("Text")
        description = _("Source code or output, highlighted")
        template = "courses/blocks/code.html"
        value_class = CodeValue
        preview_value = {"language": "python", "code": 'print("Hello")', "caption": ""}
