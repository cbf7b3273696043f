"""Below /admin/courses/. Wagtail asks for the right to open the admin; each view for its own."""

from django.urls import path  # noqa: F401  (until the first view)

app_name = "courses_admin"
urlpatterns = []
