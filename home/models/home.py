import copy
from typing import Self

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page
from wagtail.search import index

from courses.catalogue.landing import Landing
from courses.models import CourseIndexPage
from courses.models.forms import PageForm
from courses.models.panels import RowsPanel
from courses.models.permission_testers import KeepingPermissionTester
from courses.models.routing import ServesChildren
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
        _("promise"), max_length=120, default=_("Learn something that lasts.")
    )
    lead = models.TextField(_("lead"), max_length=300, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("promise"),
        FieldPanel("lead"),
        RowsPanel("featured", heading=_("Featured courses"), max_num=FEATURED),
    ]
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
        """The courses, topics and counts the page shows."""
        return Landing(
            [featured_course.course_id for featured_course in self.featured.all()], limit=FEATURED
        )
