"""Panels of the page editor that know more about courses than Wagtail's own."""

from wagtail.admin.panels import FieldPanel


class CurriculumPanel(FieldPanel):
    """Two versions of a curriculum are compared as one outline, not block by block."""

    def get_comparison_class(self):
        from .admin.outline_comparison import OutlineComparison

        return OutlineComparison
