import copy
from typing import Self

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.catalogue.landing import Landing
from courses.models import CatalogueEntry, CourseIndexPage
from courses.models.audience import admissions_of
from courses.models.forms import PageForm
from courses.models.panels import PROMOTE_PANELS, RowsPanel
from courses.models.permission_testers import KeepingPermissionTester
from courses.models.routing import ServesChildren
from web.page_cache.fragments import kept_object
from web.page_cache.public_page import PublicPageMixin

FEATURED = 8


class FeaturedCourse(Orderable):
    """A course the landing page shows first."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="featured")
    course = models.ForeignKey("courses.CoursePage", on_delete=models.CASCADE, related_name="+")

    panels = [PageChooserPanel("course", "courses.CoursePage")]


class HomePage(PublicPageMixin, ServesChildren, Page):
    """The landing page: one promise, a search, and courses to start with."""

    promise = models.CharField(
        _("headline"), max_length=120, default=_("Learn something that lasts.")
    )
    lead = models.TextField(_("introduction"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("promise"),
        FieldPanel("lead"),
        RowsPanel("featured", heading=_("Featured courses"), max_num=FEATURED),
    ]
    promote_panels = PROMOTE_PANELS
    search_fields = Page.search_fields + [index.SearchField("promise"), index.SearchField("lead")]

    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    base_form_class = PageForm
    subpage_types = ["courses.CourseIndexPage", "home.StandardPage", "home.ContactPage"]

    class Meta:
        verbose_name = _("home page")

    @classmethod
    def served_children(cls, *, in_passing):
        return CourseIndexPage.objects.all()

    def route_elsewhere(self, request, path_components):
        return Page.route(self, request, path_components)

    def permissions_for_user(self, user):
        return KeepingPermissionTester(user, self)

    def copy_for_request(self) -> Self:
        """All requests share what the page shows of the catalogue."""
        _ = self.landing
        return copy.copy(self)

    @cached_property
    def landing(self) -> Landing:
        """The courses, topics and counts the page shows to a visitor."""
        return Landing(self._featured_ids, limit=FEATURED)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        admissions = admissions_of(request)
        return {**context, "landing": self._landing_for(request, admissions)}

    def _landing_for(self, request: HttpRequest, admissions: tuple[str, ...]) -> Landing:
        """People who are admitted to more see more."""
        if not admissions:
            return self.landing
        entries = CatalogueEntry.objects.admitting(admissions)
        key = ("landing", self.pk, admissions)
        return kept_object(
            request, key, lambda: Landing(self._featured_ids, limit=FEATURED, entries=entries)
        )

    @property
    def _featured_ids(self) -> list[int]:
        return [featured_course.course_id for featured_course in self.featured.all()]
