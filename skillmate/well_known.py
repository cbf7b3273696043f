"""Addresses that programs look for by convention, below `/.well-known/`."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView

# RFC 9116, 2.5.5: less than a year. What is made on demand is always fresh.
VALID_FOR = timedelta(days=180)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a hole (RFC 9116)."""
    contact = settings.SECURITY_CONTACT
    context = {
        "contact": contact if ":" in contact else f"mailto:{contact}",
        "expires": (timezone.now() + VALID_FOR).strftime("%Y-%m-%dT00:00:00Z"),
        "site_url": settings.SITE_URL,
    }
    return render(request, "security.txt", context, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("security.txt", security_txt, name="security_txt"),
    # https://w3c.github.io/webappsec-change-password-url/: where password managers lead.
    path("change-password", RedirectView.as_view(pattern_name="account_change_password")),
]
