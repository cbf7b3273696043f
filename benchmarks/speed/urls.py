from django.urls import include, path

from skillmate.urls import (  # noqa: F401  (Django looks for handlers here)
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)

urlpatterns = [
    path("", include("benchmarks.speed.floors")),
    path("", include("skillmate.urls")),
]
