"""A learner's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from web.page_cache.routes import use_kept_parts

from .dashboard import Dashboard


@require_safe
@never_cache
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    use_kept_parts(request)
    return TemplateResponse(request, "learners/dashboard.html", {"dashboard": Dashboard(request)})


@require_safe
@never_cache
@login_required
def library(request: HttpRequest) -> HttpResponse:
    use_kept_parts(request)
    return TemplateResponse(request, "learners/library.html", {"saved": Dashboard(request).saved})
