"""Below /admin/courses/. Wagtail asks for the right to open the admin; each view for its own."""

from django.urls import path

from .new_course import NewCourseView
from .preview import preview_course, preview_lesson
from .team import RemoveMemberView, TeamView

app_name = "courses_admin"
urlpatterns = [
    path("new/", NewCourseView.as_view(), name="new"),
    path("<int:course_id>/team/", TeamView.as_view(), name="team"),
    path(
        "<int:course_id>/team/<int:user_id>/remove/",
        RemoveMemberView.as_view(),
        name="remove_member",
    ),
    path("<int:course_id>/preview/<str:mode>/", preview_course, name="preview"),
    path(
        "<int:course_id>/preview/<str:mode>/<int:lesson_id>/", preview_lesson, name="preview_lesson"
    ),
]
