from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.widgets import AdminPageChooser, BaseChooser
from wagtail.models import Page


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


class LessonChooser(AdminPageChooser):
    """Opens where the editor is (`admin.page_choosers`), so that no lesson is asked for its course:
    one query each, of a hundred and fifty."""

    choose_another_text = _("Choose another lesson")
    link_to_chosen_text = _("Edit this lesson")

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.choose_one_text = _("Choose a lesson")  # Wagtail adds the type to that of its pages

    def get_value_data_from_instance(self, instance: Page) -> dict:
        return {**BaseChooser.get_value_data_from_instance(self, instance), "parent_id": None}


class LessonBlock(blocks.PageChooserBlock):
    # Migrations know it as what is stored: a page that was chosen.
    canonical_module_path = "wagtail.blocks.PageChooserBlock"

    @cached_property
    def widget(self) -> LessonChooser:
        return LessonChooser(target_models=self.target_models)


class Curriculum(blocks.StreamBlock):
    """A course's lessons in order. Flat, so that one drag moves a lesson across sections."""

    section = SectionBlock()
    lesson = LessonBlock(
        "courses.LessonPage",
        icon="doc-full",
        label=_("Lesson"),
        group=_("Curriculum"),
        description=_("A lesson of this course"),
        template="courses/blocks/lesson.html",
        preview_template="courses/blocks/previews/lesson.html",
    )
