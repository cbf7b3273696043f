"""Panels of the page editor that know more about courses than Wagtail's own."""

from functools import partial

from django.forms import Form, Script
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel

from ..blocks.size import MAX_BLOCKS, MAX_LETTERS
from ..comparison.fields import ChildrenComparison, ChoiceComparison, PictureComparison
from ..curriculum.comparison import OutlineComparison
from ..curriculum.structure import structure
from .registry import callbacks

# The main menu has pages below the home page: a tick “Show in menus” on others would do nothing.
PROMOTE_PANELS = [
    MultiFieldPanel(["slug", "seo_title", "search_description"], heading=_("For search engines"))
]


class CurriculumPanel(FieldPanel):
    """Two versions of a curriculum are compared as one outline, not block by block."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "courses/admin/curriculum/panel.html"

        class Media:
            js = [Script("js/admin/curriculum.js", type="module")]
            css = {"all": ["css/admin/curriculum.css"]}

        def get_context_data(self, parent_context=None) -> dict:
            course = self.instance
            tester = course.permissions_for_user(self.request.user)
            return {
                **super().get_context_data(parent_context),
                "rows": callbacks.curriculum_rows(course) if course.pk else [],
                "may_add_lessons": course.pk and tester.can_add_subpage(),
                "may_add_sections": course.pk and tester.can_add_to_curriculum(),
                "may_reorder": course.pk and tester.can_reorder_children(),
            }

    def get_comparison_class(self):
        return OutlineComparison


class BodyPanel(FieldPanel):
    """Tells while one writes that the page grows too large, before it cannot be saved."""

    class BoundPanel(FieldPanel.BoundPanel):
        template_name = "courses/admin/panels/body.html"

        class Media:
            js = [Script("js/admin/body_size.js", type="module")]
            css = {"all": ["css/admin/body_size.css"]}

        def get_context_data(self, parent_context=None) -> dict:
            limits = {"blocks": MAX_BLOCKS, "characters": MAX_LETTERS}
            return {**super().get_context_data(parent_context), "limits": limits}


class ChoicePanel(FieldPanel):
    """Two versions are compared by what the choices are called. Wagtail knows no other way."""

    def get_comparison_class(self):
        return ChoiceComparison


class PicturePanel(FieldPanel):
    """Two versions are compared side by side, with their titles."""

    def get_comparison_class(self):
        return PictureComparison


class PictureDescriptionPanel(FieldPanel):
    """The alternative text of the picture in the field `of`, whose description it takes over until
    somebody writes another. Without scripts `CourseForm` does so."""

    def __init__(self, field_name: str, *, of: str = "", **options) -> None:
        text = _(
            "Describes the picture for people who cannot see it. Left empty, it is the description "
            "that the picture has among the images."
        )
        attrs = {"data-description-of": f"id_{of}"}
        super().__init__(field_name, **{"help_text": text, "attrs": attrs, **options})

    class BoundPanel(FieldPanel.BoundPanel):
        class Media:
            js = [Script("js/admin/picture_description.js", type="module")]


class FilledRows(BaseChildFormSet):
    """A row in which nothing is chosen or typed counts as none.

    Otherwise nothing is saved, by itself least of all, from the moment a row is added.
    """

    def _should_delete_form(self, form: Form) -> bool:
        return super()._should_delete_form(form) or self._is_blank(form)

    def _is_blank(self, form: Form) -> bool:
        kept = {ORDERING_FIELD_NAME, DELETION_FIELD_NAME, self.model._meta.pk.name}
        return all(form[name].data in (None, "") for name in form.fields if name not in kept)


class RowsPanel(InlinePanel):
    """Rows that may be added before they are filled in."""

    def get_form_options(self) -> dict:
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = FilledRows
        return options


class ChildrenPanel(RowsPanel):
    """Two versions are compared as lists of titles, in their order."""

    class BoundPanel(InlinePanel.BoundPanel):
        def get_comparison(self) -> list:
            return [
                partial(ChildrenComparison, *comparison.args, **comparison.keywords)
                for comparison in super().get_comparison()
            ]


class WayBackPanel(Panel):
    """From a lesson to the curriculum it stands in, by one link."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/curriculum/way_back.html"

        class Media:
            css = {"all": ["css/admin/curriculum.css"]}

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk)

        def get_context_data(self, parent_context=None) -> dict:
            context = super().get_context_data(parent_context)
            return {**context, "course": self.instance.course}


class NotPlacedPanel(Panel):
    """Drafts of lessons the curriculum does not name, so that none is forgotten."""

    def __init__(self, **options):
        super().__init__(**{"heading": _("Not placed yet"), **options})

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/not_placed.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.lessons)

        @cached_property
        def lessons(self) -> list:
            if not self.instance.pk:
                return []
            drafts = self.instance.get_children().filter(live=False).order_by("pk")
            return list(drafts.exclude(pk__in=structure(self.instance.curriculum).lessons))

        def get_context_data(self, parent_context=None) -> dict:
            tester = self.instance.permissions_for_user(self.request.user)
            return {
                **super().get_context_data(parent_context),
                "lessons": self.lessons,
                "may_place": tester.can_add_to_curriculum(),
            }
