from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .block_descriptions import description_script


def admin_styles() -> SafeString:
    """For every page of the admin: Wagtail's own comparisons show ours, too, its lists hold titles
    of any length and direction, and its editor ours."""
    sheets = [(static(f"css/admin/{name}.css"),) for name in ("comparison", "titles", "editor")]
    return format_html_join("", '<link rel="stylesheet" href="{}">', sheets)


def admin_scripts() -> SafeString:
    """For every page of the admin."""
    return _modules("landmarks")


def editor_scripts() -> SafeString:
    scripts = _modules("locked_editor", "block_descriptions")
    return format_html("{}{}", description_script(), scripts)


def _modules(*names: str) -> SafeString:
    paths = ((static(f"js/admin/{name}.js"),) for name in names)
    return format_html_join("", '<script type="module" src="{}"></script>', paths)
