"""Parts of templates that are the same for everybody who gets to see them."""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

from ..page_cache.fragments import kept_text

register = template.Library()


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept "outline" lesson.pk is_done %}…{% endkept %}`: kept until something public changes.

    The values are all that what stands within depends on, beside public rows: numbers, texts, true
    or false. Nothing of a person may stand within, nor a form: its token is one person's.
    """
    _tag, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(value) for value in values])


class KeptNode(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values

    def render(self, context: Context) -> str:
        # Where a component is included without the request, the context still knows it.
        request = getattr(context, "request", None) or context.get("request")
        key = (context.template.name, *(value.resolve(context) for value in self.values))
        return kept_text(request, key, lambda: self.nodelist.render(context))
