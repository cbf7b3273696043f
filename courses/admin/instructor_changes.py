"""What instructors want changed of their public profiles: an editor reads it and decides."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.compare import FieldComparison
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from web.text_direction import isolated

from ..comparison.fields import PictureComparison, TextComparison
from ..comparison.references import share_references
from ..instructors.profiles import (
    approve_change,
    fingerprint_of,
    may_decide,
    send_back,
    waiting_changes,
)
from ..models import Instructor, InstructorChange
from ..models.exceptions import CourseRefusal

PER_PAGE = 50
COMPARED = {
    **dict.fromkeys(("name", "headline", "bio", "website"), TextComparison),
    "picture": PictureComparison,
}


class EditorsView(WagtailAdminTemplateMixin, TemplateView):
    """For those who make profiles public."""

    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_decide(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class InstructorChangesView(EditorsView):
    page_title = _("Profiles that wait")
    template_name = "courses/admin/instructors/changes.html"

    def get_context_data(self, **kwargs) -> dict:
        page = Paginator(waiting_changes(), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(changes=page, **kwargs)


class InstructorChangeView(EditorsView):
    """One of them beside what is public now."""

    page_title = _("Changed profile")
    template_name = "courses/admin/instructors/change.html"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.instructor = get_object_or_404(Instructor, id=kwargs["instructor_id"])

    def get_page_subtitle(self) -> str:
        return isolated(self.instructor.name)

    def get_breadcrumbs_items(self) -> list[dict]:
        changes = {"url": reverse("courses_admin:instructor_changes"), "label": _("Profiles")}
        return [*self.breadcrumbs_items, changes, {"url": "", "label": self.get_header_title()}]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        decide = {"approve": self._approve, "return": self._send_back}
        action = decide.get(request.POST.get("action", ""))
        if action is None:
            return self.get(request)
        try:
            message = action(request.POST.get("fingerprint", ""))
        except CourseRefusal as refusal:
            messages.error(request, str(refusal))
            return self.get(request)
        messages.success(request, message)
        return redirect("courses_admin:instructor_changes")

    def _approve(self, fingerprint: str) -> str:
        approve_change(self.instructor, by=self.request.user, fingerprint=fingerprint)
        return _("The profile of “%(name)s” is public as you saw it.") % {
            "name": self.instructor.name
        }

    def _send_back(self, fingerprint: str) -> str:
        comment = self.request.POST.get("comment", "").replace("\0", "")[:2000]
        send_back(self.instructor, by=self.request.user, fingerprint=fingerprint, comment=comment)
        return _("Sent back: “%(name)s” reads your comment beside the profile.") % {
            "name": self.instructor.name
        }

    def get_context_data(self, **kwargs) -> dict:
        change = waiting_changes().filter(instructor=self.instructor).first()
        context = super().get_context_data(change=change, **kwargs)
        if change is None:
            return context
        return {
            **context,
            "comparisons": comparisons_of(change),
            "fingerprint": fingerprint_of(change),
            "comment": self.request.POST.get("comment", ""),
        }


def comparisons_of(change: InstructorChange) -> list[FieldComparison]:
    """What differs from the public profile, field by field."""
    found = [
        comparison(Instructor._meta.get_field(name), change.instructor, change)
        for name, comparison in COMPARED.items()
    ]
    share_references(found)
    return [comparison for comparison in found if comparison.has_changed()]
