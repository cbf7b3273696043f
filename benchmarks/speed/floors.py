"""The floor under all pages: a view that does nothing, behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

# What a small page weighs.
CONSTANT = b"<!doctype html><title>A constant</title>" + b"<p>A constant.</p>" * 500


def floor(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT)


def floor_signed_in(request: HttpRequest) -> HttpResponse:
    """Asks who it is, as every page for a person does."""
    return HttpResponse(CONSTANT, status=200 if request.user.is_authenticated else 403)


urlpatterns = [
    path("bench/floor/", floor),
    path("bench/floor/signed-in/", floor_signed_in),
]
