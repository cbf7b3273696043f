"""The page where people say who they are."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from web.rate_limits import UNSAFE, limited
from web.unsent_form import forget_unsent, keeping_unsent, unsent_text

from .forms import ProfileForm
from .profile import profile_of, save_profile


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeping_unsent(ProfileForm)
@limited(group="profile", key="user", method=UNSAFE)
def edit(request: HttpRequest) -> HttpResponse:
    profile = profile_of(request.user)
    # Before the form puts the picture being sent in its place.
    picture_url = profile.picture.url if profile.picture else ""
    form_data = (request.POST, request.FILES) if request.method == "POST" else ()
    unsent = unsent_text(request, ProfileForm)
    form = ProfileForm(*form_data, instance=profile, initial=unsent)
    if form.is_valid():
        save_profile(form.save(commit=False), time_zone=form.cleaned_data["time_zone"])
        forget_unsent(request, ProfileForm)
        messages.success(request, _("Your profile is saved."))
        return redirect("learners:profile")
    context = {"form": form, "picture_url": picture_url, "is_unsent": bool(unsent)}
    return TemplateResponse(request, "learners/profile.html", context)
