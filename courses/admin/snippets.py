from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from ..models import Category, Instructor


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    list_display = ["name", "description"]
    sort_order_field = "sort_order"


class InstructorViewSet(SnippetViewSet):
    model = Instructor
    icon = "user"
    list_display = ["name", "headline"]


class CatalogueGroup(SnippetViewSetGroup):
    """What the catalogue is sorted by, together in the admin menu."""

    menu_label = _("Catalogue")
    menu_icon = "folder-inverse"
    menu_order = 310
    items = (CategoryViewSet, InstructorViewSet)
