from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def comparison_styles() -> SafeString:
    """For every page of the admin: Wagtail's own comparisons show ours, too."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin/comparison.css"))
