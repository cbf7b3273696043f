"""How courses speak of themselves: time in words, and what search engines read."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as people say them: "45 min", "2 h", "4 h 10 min"; empty for None and 0."""
    hours, rest = divmod(minutes or 0, 60)
    if hours and rest:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}
    if hours:
        return _("%(hours)s h") % {"hours": hours}
    return _("%(minutes)s min") % {"minutes": rest} if rest else ""
