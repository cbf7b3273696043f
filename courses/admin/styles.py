from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .block_descriptions import description_script


def comparison_styles() -> SafeString:
    """For every page of the admin: Wagtail's own comparisons show ours, too."""
    return _stylesheet("css/admin/comparison.css")


def editor_styles() -> SafeString:
    return _stylesheet("css/admin/editor.css")


def editor_scripts() -> SafeString:
    scripts = format_html_join(
        "",
        '<script type="module" src="{}"></script>',
        ((static(f"js/admin/{name}.js"),) for name in ("locked_editor", "block_descriptions")),
    )
    return format_html("{}{}", description_script(), scripts)


def _stylesheet(path: str) -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static(path))
