"""What the admin pages about one course have in common."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from web.text_direction import isolated

from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from ..models.permission_testers import CoursePermissionTester
from ..release.publication import PublicationError


class CourseView(WagtailAdminTemplateMixin, TemplateView):
    """A page about the course named in the address, for those who `may_open` it."""

    header_icon = "doc-full"

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.course = self.get_course()

    def get_course(self) -> CoursePage:
        return get_object_or_404(CoursePage, pk=self.kwargs["course_id"])

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.may_open():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def tester(self) -> CoursePermissionTester:
        return self.course.permissions_for_user(self.request.user)

    def may_open(self) -> bool:
        return self.tester.can_edit()

    def get_page_subtitle(self) -> str:
        return isolated(self.course.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict]:
        index = self.course.get_parent()
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailadmin_explore", args=[index.pk]), "label": index.title},
            {
                "url": reverse("wagtailadmin_pages:edit", args=[self.course.pk]),
                "label": self.course.get_admin_display_title(),
            },
            {"url": "", "label": self.get_header_title()},
        ]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(course=self.course, **kwargs)

    def try_to(
        self,
        action: Callable[[], object],
        *,
        success_message: str | Callable[[object], str],
        advice: str = "",
    ) -> bool:
        """Whether `action()` went through. Shows `success_message`, which may depend on what it
        returned, or the text of the refusal.

        `advice` says what to do when publishing broke in the middle.
        """
        try:
            result = action()
        except CourseRefusal as refusal:
            messages.error(self.request, str(refusal))
            return False
        except PublicationError as error:
            messages.error(self.request, str(PublicationError(error.title, advice)))
            return False
        message = success_message(result) if callable(success_message) else success_message
        messages.success(self.request, message)
        return True


class CreationFormMixin(FormMixin):
    """What is refused is said beside the form, with all that was typed."""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return self.create(**form.cleaned_data)
        except CourseRefusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def create(self, **fields: object) -> HttpResponse:
        """Make it of what was typed; may raise `CourseRefusal`."""
        raise NotImplementedError


class CourseFormView(CreationFormMixin, CourseView):
    """A form that makes something in the course, or of it."""

    template_name = "courses/admin/form.html"

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)
