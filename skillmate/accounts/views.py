"""Pages of the accounts that allauth does not have."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .admin_door import ADMIN, WANTED
from .second_step import steps_of
from .targets import wanted


@require_safe
@never_cache
@login_required
def second_step(request: HttpRequest) -> HttpResponse:
    """Why the editor needs a second step, the ways to one, and where it goes on afterwards."""
    target = wanted(request, ADMIN)
    if steps_of(request.user):
        return redirect(target)
    request.session[WANTED] = target
    return TemplateResponse(request, "account/second_step.html")
