from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .code import CodeBlock
from .media import DownloadBlock, EmbedBlock, FigureBlock, VideoBlock
from .text import TableBlock, TextBlock


class InnerBlocks(blocks.StreamBlock):
    """What may stand inside a callout or an accordion."""

    text = TextBlock()
    image = FigureBlock()
    code = CodeBlock()
    table = TableBlock()
    download = DownloadBlock()
    embed = EmbedBlock()
    video = VideoBlock()


class AccordionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    body = InnerBlocks(label=_("Content"))

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        group = _("Layout")
        description = _("Text that opens when learners click it, such as a solution")
        template = "courses/blocks/accordion.html"
        preview_value = {
            "title": "Solution",
            "body": [{"type": "text", "value": "<p>Both answers are right.</p>"}],
        }


class CalloutInnerBlocks(InnerBlocks):
    accordion = AccordionBlock()


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        choices=[
            ("note", _("Note")),
            ("tip", _("Tip")),
            ("warning", _("Warning")),
            ("exercise", _("Exercise")),
            ("summary", _("Summary")),
        ],
        default="note",
        label=_("Kind"),
    )
    title = blocks.CharBlock(required=False, max_length=200, label=_("Title"))
    body = CalloutInnerBlocks(label=_("Content"))

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        group = _("Layout")
        description = _("A note, tip, warning, exercise or summary set apart from the text")
        template = "courses/blocks/callout.html"
        preview_value = {
            "kind": "tip",
            "title": "Before you start",
            "body": [{"type": "text", "value": "<p>Save your work.</p>"}],
        }
