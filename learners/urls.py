from django.urls import path

from .views import courses, lessons, pages, profile, teach, watching

app_name = "learners"

urlpatterns = [
    path("learn/", pages.dashboard, name="dashboard"),
    path("learn/library/", pages.library, name="library"),
    path("learn/courses/<int:course_id>/enrol/", courses.enrol, name="enrol"),
    path("learn/courses/<int:course_id>/leave/", courses.leave, name="leave"),
    path("learn/courses/<int:course_id>/updates/", courses.dismiss, name="dismiss"),
    path("learn/courses/<int:course_id>/save/", courses.save, name="save"),
    path("learn/courses/<int:course_id>/unsave/", courses.unsave, name="unsave"),
    path("learn/lessons/<int:lesson_id>/complete/", lessons.complete, name="complete"),
    path("learn/lessons/<int:lesson_id>/undo/", lessons.undo, name="undo"),
    path("learn/lessons/<int:lesson_id>/opened/", lessons.opened, name="opened"),
    path(
        "learn/lessons/<int:lesson_id>/videos/<int:video_id>/watched/",
        watching.watched,
        name="watched",
    ),
    path("teach/", teach.courses, name="teach"),
    path("teach/<int:course_id>/", teach.course, name="teach_course"),
    path("teach/<int:course_id>/learners.csv", teach.learners_csv, name="teach_csv"),
    path("profile/", profile.edit, name="profile"),
]
