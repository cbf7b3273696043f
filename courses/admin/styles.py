from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString


def admin_styles() -> SafeString:
    """For every page of the admin: Wagtail's own comparisons show ours, too, and its lists hold
    titles of any length and direction."""
    sheets = [(static(f"css/admin/{name}.css"),) for name in ("comparison", "titles")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)
