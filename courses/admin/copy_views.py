"""Copying a course or lesson in the admin."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.copy import CopyView
from wagtail.models import Page

from ..authoring.copying import copy_course, finish_copy
from ..authoring.course_creation import MAY_CREATE
from ..authoring.placement import insert_after, lesson_entry
from ..models import CoursePage, LessonPage
from ..models.exceptions import CourseRefusal
from ..teams.team import share_files
from .course_view import CourseFormView
from .curriculum_views import TitleForm, curriculum_url


class AtomicCopyView(CopyView):
    """Copies all of it, team and links included, or nothing."""

    @transaction.atomic
    def form_valid(self, form) -> HttpResponse:
        return super().form_valid(form)


class CourseCopyView(AtomicCopyView):
    """Where Wagtail copies any page, a course is copied by its title alone."""

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return redirect("courses_admin:copy", self.page.pk)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if "new_parent_page" not in request.POST:  # not the form of a page left open
            return self.get(request)
        return super().post(request, *args, **kwargs)


class NewCourseFromView(CourseFormView):
    """A course begun as a copy of one that is there, for the next year."""

    template_name = "courses/admin/copy.html"
    page_title = _("New course from this one")
    header_icon = "copy"
    form_class = TitleForm

    def may_open(self) -> bool:
        return may_copy(self.course, self.request.user)

    def get_initial(self) -> dict:
        return {"title": self.course.get_admin_display_title()}

    def create(self, title: str) -> HttpResponse:
        course_copy = copy_course(self.course, title, by=self.request.user)
        message = gettext(
            "“%(title)s” is a draft of its own now, with %(count)s lessons. You are its team, and "
            "nobody is enrolled."
        )
        values = {"title": title, "count": course_copy.numchild}
        messages.success(self.request, message % values)
        return redirect("wagtailadmin_pages:edit", course_copy.pk)


def may_copy(course: CoursePage, user: AbstractBaseUser) -> bool:
    return course.permissions_for_user(user).can_manage_team() and user.has_perm(MAY_CREATE)


def finish_copied_page(request: HttpRequest, page: Page, new_page: Page) -> None:
    """Hook `after_copy_page`: Wagtail's view does not go through `CoursePage.copy()`."""
    if isinstance(new_page, CoursePage):
        finish_copy(new_page, original=page.specific, by=request.user)
        share_files(page.specific, new_page)
    elif isinstance(new_page, LessonPage):
        _place_copy(request, page, new_page)


def _place_copy(request: HttpRequest, lesson: Page, lesson_copy: LessonPage) -> None:
    """After the lesson it was copied from; in another course, last."""
    course = lesson_copy.course
    try:
        insert_after(course, lesson_entry(lesson_copy), str(lesson.pk), by=request.user)
    except CourseRefusal as refusal:
        message = gettext("%(reason)s “%(title)s” is copied, but not in the curriculum yet.")
        messages.warning(request, message % {"reason": refusal, "title": lesson_copy.title})
    else:
        back = messages.button(curriculum_url(course), gettext("Curriculum"))
        message = gettext("“%(title)s” is in the draft of the curriculum.")
        messages.info(request, message % {"title": lesson_copy.title}, buttons=[back])
