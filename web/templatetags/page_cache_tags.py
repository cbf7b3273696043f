"""Parts of templates that are the same for everybody who gets to see them."""

from __future__ import annotations

from django import template
from django.template.base import (
    FilterExpression,
    NodeList,
    Parser,
    Token,
    Variable,
    VariableDoesNotExist,
)
from django.template.context import Context

from ..page_cache.fragments import kept_text
from ..site_frame import request_of

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "outline" lesson.pk is_done %}…{% endkept %}`: kept until something public changes.

    The values are all that what stands within depends on, beside public rows: numbers, texts, true
    or false. Nothing of a person may stand within, nor a form: its token is one person's. Raises
    `VariableDoesNotExist` for a value of something there is not, which would be equal for all.
    """
    _tag, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(value) for value in values])


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self._names = {
            value.var.lookups[0]
            for value in values
            if isinstance(value.var, Variable) and value.var.lookups
        }

    def render(self, context: Context) -> str:
        # Where a component is included without the request, the context still knows it.
        request = request_of(context)
        if hasattr(request, "site_version"):
            self._check_names(context)
        key = (context.template.name, *(value.resolve(context) for value in self.values))
        return kept_text(request, key, lambda: self.nodelist.render(context))

    def _check_names(self, context: Context) -> None:
        if missing := [name for name in self._names if name not in context]:
            raise VariableDoesNotExist("A part is kept by %s, which there is not.", [missing])
