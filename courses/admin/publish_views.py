"""Wagtail's pages for publishing and unpublishing: they name the learners, and say why not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.bulk_actions import PublishBulkAction, UnpublishBulkAction
from wagtail.admin.views.pages.unpublish import UnpublishView
from wagtail.models import Page

from ..models import CoursePage
from .delete_views import BulkRefusalMixin
from .publish_rules import publication_refusal, unpublication_refusal


class CourseUnpublishView(UnpublishView):
    """Offers to archive the course first, which its learners would keep.

    Its lessons stay as they are: without their course they have no address.
    """

    template_name = "courses/admin/unpublish.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.object.live and self.object.permissions_for_user(request.user).can_edit():
            messages.info(request, unpublication_refusal(self.object, request.user))
            return redirect("wagtailadmin_pages:edit", self.object.pk)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        request.POST = request.POST.copy()
        request.POST.pop("include_descendants", None)
        return super().post(request, *args, **kwargs)


class RefusablePublishAction(BulkRefusalMixin, PublishBulkAction):
    """Takes the place of Wagtail's, being of the same type and registered later."""

    refusal = staticmethod(publication_refusal)
    nothing_message = _(
        "Nothing was published: your account may not publish any of the chosen pages."
    )


class RefusableUnpublishAction(BulkRefusalMixin, UnpublishBulkAction):
    """Likewise."""

    template_name = "courses/admin/bulk_unpublish.html"
    refusal = staticmethod(unpublication_refusal)
    nothing_message = _(
        "Nothing was unpublished: your account may not unpublish any of the chosen pages."
    )

    def object_context(self, page: Page) -> dict:
        specific = page.specific
        course = specific if isinstance(specific, CoursePage) else None
        return {**super().object_context(page), "course": course}
