from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class Statements(blocks.StreamBlock):
    """Short sentences: what one will learn, what one has to bring."""

    item = blocks.CharBlock(
        max_length=300,
        icon="list-ul",
        label=_("Item"),
        group=_("Text"),
        description=_("One sentence"),
        template="courses/blocks/item.html",
        preview_value="Bake a loaf with a starter of your own",
    )
