from django.urls import include, path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.pages import base_page_viewset

from skillmate.urls import (  # noqa: F401  (Django looks for handlers here)
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)

urlpatterns = [
    path("", include("benchmarks.speed.floors")),
    # As Wagtail itself lists the pages that the site lists in its own way.
    path(
        "admin/bench/pages/<int:parent_page_id>/",
        require_admin_access(base_page_viewset.index_view),
    ),
    path("", include("skillmate.urls")),
]
