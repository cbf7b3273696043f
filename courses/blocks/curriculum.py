from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SectionBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=200, label=_("Title"))
    summary = blocks.CharBlock(required=False, max_length=400, label=_("Summary"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("Section")
        group = _("Curriculum")
        description = _("Starts a new section; the lessons below belong to it")
        template = "courses/blocks/section.html"
        preview_value = {"title": "First steps", "summary": ""}


class Curriculum(blocks.StreamBlock):
    """A course's lessons in order. Flat, so that one drag moves a lesson across sections."""

    section = SectionBlock()
    lesson = blocks.PageChooserBlock(
        "courses.LessonPage",
        icon="doc-full",
        label=_("Lesson"),
        group=_("Curriculum"),
        description=_("A lesson of this course"),
        template="courses/blocks/lesson.html",
        preview_template="courses/blocks/previews/lesson.html",
    )
