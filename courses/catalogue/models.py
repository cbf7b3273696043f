from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page

from web.page_cache.fragments import keep_nothing
from web.page_cache.public_page import PublicPageMixin

from ..models.audience import entries_for
from ..models.category import Category
from ..models.course import CoursePage
from ..models.forms import PageForm
from ..models.permission_testers import CatalogueTester
from ..models.routing import RestrictedByPath, ServesChildren
from ..search.query import clean_query
from ..search.ranking import is_search_limited
from .catalogue import PARAMETERS, Catalogue


class CourseIndexPage(PublicPageMixin, RestrictedByPath, RoutablePageMixin, ServesChildren, Page):
    """The catalogue of all courses, and of one category."""

    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])

    content_panels = [*Page.content_panels, FieldPanel("intro")]

    public_parameters = PARAMETERS
    max_count = 1
    # The catalogue answers there itself, and would no longer.
    reserved_slugs = frozenset({"category"})
    base_form_class = PageForm
    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.CoursePage"]

    class Meta:
        verbose_name = _("course catalogue")

    def permissions_for_user(self, user):
        return CatalogueTester(user, self)

    @classmethod
    def served_children(cls, *, in_passing: bool) -> QuerySet:
        return CoursePage.objects.all() if in_passing else CoursePage.objects.for_page()

    @path("")
    def all_courses(self, request: HttpRequest) -> HttpResponse:
        return self._catalogue(request)

    @path("category/<str:slug>/", name="category")
    def of_category(self, request: HttpRequest, slug: str) -> HttpResponse:
        if "\0" in slug:  # PostgreSQL refuses it
            raise Http404("No such category.")
        return self._catalogue(request, category=get_object_or_404(Category, slug=slug))

    def _catalogue(self, request: HttpRequest, **category: Category) -> HttpResponse:
        is_rate_limited = bool(clean_query(request.GET.get("q", ""))) and is_search_limited(request)
        entries = entries_for(request)
        catalogue = Catalogue(
            request.GET, entries=entries, is_rate_limited=is_rate_limited, **category
        )
        if catalogue.asks_for_nothing_there_is:
            keep_nothing(request)
        response = self.render(request, context_overrides={"catalogue": catalogue, **category})
        response.status_code = 429 if is_rate_limited else 200
        return response
