from collections.abc import Iterator

from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound
from wagtail import blocks

from .comparison import CodeComparison

# Code is shown as written: a lexer must neither strip nor add lines.
AS_WRITTEN = {"stripnl": False, "ensurenl": False}


class CodeValue(blocks.StructValue):
    @cached_property
    def highlighted(self) -> SafeString:
        """The code as escaped HTML, a `<span class>` per token (Pygments' short class names)."""
        tokens = _tokens(self._lexer, self.get("code") or "")
        return format_html_join("", "{}", ((span,) for span in _spans(tokens)))

    @property
    def language_label(self) -> str:
        return "" if self._is_plain else self._lexer.name

    @property
    def _is_plain(self) -> bool:
        return isinstance(self._lexer, TextLexer)

    @cached_property
    def _lexer(self):
        try:
            return get_lexer_by_name((self.get("language") or "text").lower(), **AS_WRITTEN)
        except ClassNotFound:
            return TextLexer(**AS_WRITTEN)


def _tokens(lexer: Lexer, code: str) -> list[tuple[object, str]]:
    """The tokens of `code`, whose texts joined are `code` to the letter.

    Lexers of consoles see only lines that end in a newline, so it is added and taken off again.
    What a lexer leaves out or changes all the same is shown as plain text.
    """
    tokens = list(lexer.get_tokens(f"{code}\n"))
    if "".join(text for _kind, text in tokens) != f"{code}\n":
        return [(Token.Text, code)]
    while tokens and not tokens[-1][1]:
        tokens.pop()
    kind, text = tokens.pop()
    return [*tokens, (kind, text[:-1])] if text != "\n" else tokens


def _spans(tokens: list[tuple[object, str]]) -> Iterator[SafeString | str]:
    """What follows a prompt in its line is marked as typed: lexers mark only what came of it."""
    is_typed = False
    for kind, text in tokens:
        is_typed = kind is Token.Generic.Prompt or (is_typed and "\n" not in text)
        yield _span(kind, text, default="typed" if is_typed else "")


def _span(kind: object, text: str, *, default: str) -> SafeString | str:
    css_class = STANDARD_TYPES.get(kind, "") or default
    return format_html('<span class="{}">{}</span>', css_class, text) if css_class else text


class VerbatimBlock(blocks.TextBlock):
    """Text kept to the letter: a first line's indentation means something in code."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.field_options["strip"] = False

    def value_from_form(self, value):
        return super().value_from_form(value).replace("\r\n", "\n")

    def get_comparison_class(self):
        return CodeComparison


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
