from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import Category, Instructor


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "description"]
    sort_order_field = "sort_order"


class _Choosable:
    """Namesakes are told apart by their headlines. Whose account was deleted is not offered."""

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("headline", label=_("Headline"))]

    def get_object_list(self) -> QuerySet[Instructor]:
        return super().get_object_list().filter(closed_at=None)


class ChooseInstructorView(_Choosable, ChooseView):
    pass


class InstructorResultsView(_Choosable, ChooseResultsView):
    pass


class InstructorChooserViewSet(SnippetChooserViewSet):
    choose_view_class = ChooseInstructorView
    choose_results_view_class = InstructorResultsView


class InstructorViewSet(SnippetViewSet):
    model = Instructor
    icon = "user"
    chooser_viewset_class = InstructorChooserViewSet
    list_display = ["name", "headline"]


class CatalogueGroup(SnippetViewSetGroup):
    """What the catalogue is sorted by, together in the admin menu."""

    menu_label = _("Catalogue")
    menu_icon = "folder-inverse"
    menu_order = 310
    items = (CategoryViewSet, InstructorViewSet)
