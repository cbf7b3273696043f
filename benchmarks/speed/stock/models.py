"""Pages with the fields and panels of `courses.CoursePage`, and nothing of ours behind them."""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet

LEVELS = [(name, name.title()) for name in ("beginner", "intermediate", "advanced")]
LANGUAGES = [(code, code) for code in ("en", "ar", "de", "es", "fr", "pt", "zh")]


@register_snippet
class StockCategory(models.Model):
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


@register_snippet
class StockTeacher(models.Model):
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class StockTag(TaggedItemBase):
    content_object = ParentalKey(
        "stock.StockCourse", on_delete=models.CASCADE, related_name="tagged_items"
    )


class StockTaughtBy(Orderable):
    course = ParentalKey("stock.StockCourse", on_delete=models.CASCADE, related_name="taught_by")
    teacher = models.ForeignKey(StockTeacher, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("teacher")]


class StockIndex(Page):
    pass


class StockLesson(Page):
    summary = models.CharField(max_length=300, blank=True)


class Statements(blocks.StreamBlock):
    item = blocks.CharBlock(max_length=200)


class Section(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200)
    summary = blocks.CharBlock(required=False, max_length=400)


class Curriculum(blocks.StreamBlock):
    section = Section()
    lesson = blocks.PageChooserBlock("stock.StockLesson")


class StockCourse(Page):
    summary = models.TextField(max_length=300)
    description = RichTextField(blank=True, features=["h3", "bold", "italic", "ol", "ul", "link"])
    category = models.ForeignKey(
        StockCategory, null=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(max_length=20, choices=LEVELS, default="beginner")
    language = models.CharField(max_length=20, choices=LANGUAGES, default="en")
    tags = ClusterTaggableManager(through=StockTag, blank=True)
    outcomes = StreamField(Statements(), blank=True)
    requirements = StreamField(Statements(), blank=True)
    licence = models.CharField(max_length=60, blank=True)
    source_url = models.URLField(blank=True)
    thumbnail = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    thumbnail_alt = models.CharField(max_length=255, blank=True)
    featured_video_url = models.URLField(blank=True)
    featured_video = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    curriculum = StreamField(Curriculum(), blank=True)

    about_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("level"),
                FieldPanel("language"),
                FieldPanel("tags"),
            ],
            heading="In the catalogue",
        ),
        InlinePanel("taught_by", heading="Taught by", label="Instructor"),
        FieldPanel("outcomes"),
        FieldPanel("requirements"),
    ]
    picture_panels = [
        MultiFieldPanel(
            [FieldPanel("thumbnail"), FieldPanel("thumbnail_alt")], heading="Thumbnail"
        ),
        MultiFieldPanel(
            [FieldPanel("featured_video_url"), FieldPanel("featured_video")],
            heading="Featured video",
        ),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("source_url")], heading="Rights"),
    ]
    curriculum_panels = [HelpPanel(content="Drag lessons into order."), FieldPanel("curriculum")]
    edit_handler = TabbedInterface(
        [
            ObjectList(about_panels, heading="About"),
            ObjectList(curriculum_panels, heading="Curriculum"),
            ObjectList(picture_panels, heading="Media and rights"),
            ObjectList([*Page.promote_panels, CommentPanel()], heading="Promote"),
        ]
    )
