from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

INLINE = ["bold", "italic", "link", "code", "superscript", "subscript", "strikethrough"]
PROSE = ["h2", "h3", "h4", *INLINE, "document-link", "ol", "ul", "hr", "blockquote"]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs):
        super().__init__(features=PROSE, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text")
        description = _("Paragraphs, headings, lists and links")
        template = "courses/blocks/text.html"
        preview_value = "<p>A paragraph with a <b>strong</b> word and a <code>name</code>.</p>"


class HeadingValue(blocks.StructValue):
    @property
    def anchor(self) -> str:
        """The id other pages can link to; empty where the heading has no letter or digit."""
        return slugify(self.get("text"), allow_unicode=True)


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=200)
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Section")), ("h3", _("Subsection")), ("h4", _("Minor"))],
        default="h2",
        label=_("Level"),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        group = _("Text")
        description = _("A heading that can be linked to")
        template = "courses/blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": _("What a branch is"), "level": "h2"}


class TableBlock(TypedTableBlock):
    text = blocks.RichTextBlock(features=INLINE, required=False, label=_("Text"))

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Text")
        description = _("Rows and columns, with a heading for each column")
        template = "courses/blocks/table.html"
        preview_value = {
            "caption": "Rye and wheat",
            "columns": [{"type": "text", "heading": heading} for heading in ("Flour", "Water")],
            "rows": [{"values": ["Rye", "85 %"]}, {"values": ["Wheat", "65 %"]}],
        }
