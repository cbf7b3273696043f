"""Beginning a lesson or a section at its place in the draft curriculum: a title, and Create."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from web.visible_text import validate_visible

from ..authoring.lesson_creation import create_lesson
from ..authoring.placement import insert_after, lesson_entry, section_entry, title_of_entry
from ..models import CoursePage
from ..models.exceptions import CourseRefusal
from .course_view import CourseFormView


def curriculum_url(course: CoursePage) -> str:
    """The tab of the editor that has the curriculum."""
    return reverse("wagtailadmin_pages:edit", args=[course.pk]) + "#tab-curriculum"


def title_field(max_length: int) -> forms.CharField:
    widget = forms.TextInput({"autofocus": True})
    return forms.CharField(
        label=_("Title"), max_length=max_length, validators=[validate_visible], widget=widget
    )


class TitleForm(forms.Form):
    required_css_class = "required"

    title = title_field(255)


class SectionForm(TitleForm):
    title = title_field(200)
    summary = forms.CharField(label=_("Summary"), max_length=400, required=False)


class NewEntryView(CourseFormView):
    """`after` in the query names the entry that the new one follows; without it, it is last."""

    template_name = "courses/admin/new_entry.html"

    @property
    def after(self) -> str:
        return self.request.GET.get("after", "")

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(
            after=title_of_entry(self.course, self.after),
            curriculum_url=curriculum_url(self.course),
            **kwargs,
        )


class NewLessonView(NewEntryView):
    page_title = _("New lesson")
    header_icon = "doc-full"
    form_class = TitleForm

    def may_open(self) -> bool:
        return self.tester.can_add_subpage()

    def create(self, title: str) -> HttpResponse:
        lesson = create_lesson(self.course, title, by=self.request.user)
        back = [messages.button(curriculum_url(self.course), gettext("Back to the curriculum"))]
        entry = lesson_entry(lesson)
        try:
            insert_after(self.course, entry, self.after, by=self.request.user)
        except CourseRefusal as refusal:
            message = gettext("%(reason)s “%(title)s” is saved, but not in the curriculum yet.")
            values = {"reason": refusal, "title": title}
            messages.warning(self.request, message % values, buttons=back)
        else:
            message = gettext(
                "“%(title)s” is in the draft of the curriculum. Learners see it when its course is "
                "released."
            )
            messages.success(self.request, message % {"title": title}, buttons=back)
        return redirect("wagtailadmin_pages:edit", lesson.pk)


class NewSectionView(NewEntryView):
    page_title = _("New section")
    header_icon = "folder-open-inverse"
    form_class = SectionForm

    def may_open(self) -> bool:
        return self.tester.can_add_to_curriculum()

    def create(self, title: str, summary: str) -> HttpResponse:
        entry = section_entry(title, summary)
        insert_after(self.course, entry, self.after, by=self.request.user)
        message = gettext("The section “%(title)s” is in the draft of the curriculum.")
        messages.success(self.request, message % {"title": title})
        return HttpResponseRedirect(curriculum_url(self.course))
