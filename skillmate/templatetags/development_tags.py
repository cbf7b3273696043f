"""What pages say on one's own machine alone."""

from django import template
from django.conf import settings

register = template.Library()


@register.inclusion_tag("components/development_mail.html")
def development_mail() -> dict:
    """Where to read what "we are sending": empty on a site that runs."""
    return {"is_shown": bool(getattr(settings, "DEVELOPMENT_MAIL_ROOT", None))}
