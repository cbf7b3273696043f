"""Who is on the team of a course."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from ..teams.membership import add_member, remove_member
from ..teams.team import team_of
from .course_view import CourseView

HOME_URL_NAME = "wagtailadmin_home"


class MemberForm(forms.Form):
    required_css_class = "required"

    email = forms.EmailField(label=_("E-mail address"))


class TeamView(CourseView):
    template_name = "courses/admin/team.html"
    page_title = _("Team")
    header_icon = "group"

    def may_open(self) -> bool:
        return self.tester.can_manage_team()

    def get_context_data(self, **kwargs) -> dict:
        kwargs.setdefault("form", MemberForm())
        return super().get_context_data(
            members=team_of(self.course), is_editor=self.tester.can_release(), **kwargs
        )

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = MemberForm(request.POST)
        if form.is_valid() and self._add(form.cleaned_data["email"]):
            return redirect("courses_admin:team", self.course.pk)
        return self.render_to_response(self.get_context_data(form=form))

    def _add(self, email: str) -> bool:
        message = _("%(email)s is on the team.") % {"email": email}
        return self.try_to(
            lambda: add_member(self.course, email, by=self.request.user), success_message=message
        )


class RemoveMemberView(CourseView):
    http_method_names = ["post"]

    def may_open(self) -> bool:
        return self.tester.can_manage_team()

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        member = team_of(self.course).filter(pk=kwargs["user_id"]).first()
        if member:
            self._remove(member)
        else:  # a second click
            messages.info(request, _("They are not on the team any more."))
        can_manage = self.course.permissions_for_user(request.user).can_manage_team()
        return (
            redirect("courses_admin:team", self.course.pk)
            if can_manage
            else redirect(HOME_URL_NAME)
        )

    def _remove(self, member: AbstractBaseUser) -> None:
        self.try_to(
            lambda: remove_member(self.course, member, by=self.request.user),
            success_message=_("%(name)s is no longer on the team.")
            % {"name": get_user_display_name(member)},
        )
