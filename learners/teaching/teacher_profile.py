"""What somebody who teaches tells readers of herself. To everybody else there is no such page."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.instructors.portraits import picture_response
from courses.instructors.profiles import (
    discard_change,
    is_seen,
    may_decide,
    profile_of,
    save_profile,
)
from courses.models import Instructor, InstructorChange
from courses.models.exceptions import CourseRefusal
from courses.models.querysets import instructors_with_page
from web.rate_limits import UNSAFE, limited

from ..profiles.forms import PictureField
from .views import teachers_page

MOST_LETTERS = 5000


class TeacherProfileForm(forms.ModelForm):
    bio = forms.CharField(
        label=gettext_lazy("About you"),
        required=False,
        max_length=MOST_LETTERS,
        help_text=gettext_lazy("Plain text. An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        max_length=200,
        assume_scheme="https",
        # Browsers refuse one without its scheme, which is added here.
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "url"}),
    )
    portrait = PictureField(
        label=gettext_lazy("Portrait"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 5 MB. We keep the middle as a square."),
    )
    removes_portrait = forms.BooleanField(label=gettext_lazy("Remove the portrait"), required=False)

    class Meta:
        model = Instructor
        fields = ["name", "headline", "bio", "website"]
        help_texts = {
            "name": gettext_lazy("As it stands on the pages of your courses."),
            "headline": gettext_lazy("One line, such as “Teaches statistics in Vienna”."),
        }

    def __init__(self, *args, has_portrait: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not has_portrait:
            del self.fields["removes_portrait"]

    @property
    def profile(self) -> dict:
        """For `save_profile`."""
        portrait = self.cleaned_data.get("portrait")
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        return {
            **values,
            "portrait": portrait if isinstance(portrait, ContentFile) else None,
            "removes_portrait": self.cleaned_data.get("removes_portrait", False),
        }


@teachers_page
@require_http_methods(["GET", "HEAD", "POST"])
@limited(group="profile", key="user", method=UNSAFE)
def edit(request: HttpRequest) -> HttpResponseBase:
    profile = profile_of(request.user)
    form_data = (request.POST, request.FILES) if request.method == "POST" else ()
    values = profile.profile_values if profile else {"name": request.learner.person.name}
    has_portrait = bool(profile and profile.picture_id)
    form = TeacherProfileForm(*form_data, initial=values, has_portrait=has_portrait)
    if form.is_valid():
        try:
            saved = save_profile(by=request.user, **form.profile)
        except CourseRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _message(saved))
            return redirect("learners:teacher_profile")
    context = {"form": form, **_state(request, profile)}
    return TemplateResponse(request, "learners/teach/profile.html", context)


@teachers_page
@require_POST
@limited(group="profile", key="user", method=UNSAFE)
def discard(request: HttpRequest) -> HttpResponseBase:
    discard_change(by=request.user)
    messages.success(request, _("Your changes are gone. What is public stayed as it was."))
    return redirect("learners:teacher_profile")


@teachers_page
@require_safe
def portrait(request: HttpRequest) -> HttpResponseBase:
    """As she chose it last, be it public or not."""
    profile = profile_of(request.user)
    return picture_response(request, profile and profile.picture)


def _message(saved: Instructor | InstructorChange) -> str:
    if isinstance(saved, InstructorChange):
        return _("Saved. An editor reads your changes before they are public.")
    return _("Your teacher profile is saved.")


def _state(request: HttpRequest, profile: Instructor | InstructorChange | None) -> dict:
    """What becomes of what she writes."""
    change = profile if isinstance(profile, InstructorChange) else None
    instructor = change.instructor if change else profile
    page = instructor and instructors_with_page().filter(pk=instructor.pk).first()
    return {
        "profile": profile,
        "change": change,
        "page": page,
        "has_to_wait": bool(instructor and is_seen(instructor) and not may_decide(request.user)),
    }
