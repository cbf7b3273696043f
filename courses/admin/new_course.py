"""Beginning a course: its title, and off to the editor."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from web.languages import language_choices
from web.visible_text import validate_visible

from ..authoring.course_creation import MAY_CREATE, create_course
from ..models import Category, CoursePage
from .course_view import CreationFormMixin


class NewCourseForm(forms.Form):
    required_css_class = "required"

    title = forms.CharField(
        label=_("Title"),
        max_length=255,
        validators=[validate_visible],
        help_text=_(
            "You can change it later. Until it is released nobody sees it but its team and editors."
        ),
    )
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=language_choices,
        initial=CoursePage._meta.get_field("language").default,
        help_text=_("The language it is taught in."),
    )


class NewCourseView(CreationFormMixin, WagtailAdminTemplateMixin, FormView):
    form_class = NewCourseForm
    template_name = "courses/admin/new_course.html"
    page_title = _("New course")
    header_icon = "doc-empty-inverse"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(MAY_CREATE):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def create(self, title: str, **fields: object) -> HttpResponse:
        has_same_title = CoursePage.objects.filter(title=title).exists()
        course = create_course(title, by=self.request.user, **fields)
        message = _(
            "“%(title)s” is created. Describe it here, and write its lessons under “Curriculum”."
        )
        first_lesson = reverse("courses_admin:new_lesson", args=[course.pk])
        buttons = [messages.button(first_lesson, gettext("Write its first lesson"))]
        messages.success(self.request, message % {"title": title}, buttons=buttons)
        if has_same_title:
            warning = _("There is another course of this title. This one has the address %(slug)s.")
            messages.warning(self.request, warning % {"slug": course.slug})
        return redirect("wagtailadmin_pages:edit", course.pk)

    def get_breadcrumbs_items(self) -> list[dict]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            action_url=reverse("courses_admin:new"),
            submit_button_label=_("Create the course"),
            submit_button_active_label=_("Creating…"),
            **kwargs,
        )
