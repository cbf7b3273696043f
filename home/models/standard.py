from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks.containers import AccordionBlock, CalloutBlock
from courses.blocks.media import FigureBlock
from courses.blocks.size import LimitedSize
from courses.blocks.text import HeadingBlock, TextBlock
from courses.models.forms import PageForm
from courses.models.panels import BodyPanel
from web.page_cache.public_page import PublicPageMixin


class StandardBody(LimitedSize, blocks.StreamBlock):
    """Blocks of a plain page, shared with lessons."""

    text = TextBlock()
    heading = HeadingBlock()
    image = FigureBlock()
    callout = CalloutBlock()
    accordion = AccordionBlock()


class StandardPage(PublicPageMixin, Page):
    """A plain page: about, imprint, privacy."""

    body = StreamField(StandardBody(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, BodyPanel("body")]
    search_fields = Page.search_fields + [index.SearchField("body")]

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    base_form_class = PageForm

    class Meta:
        verbose_name = _("page")
