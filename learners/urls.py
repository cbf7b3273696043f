from django.urls import path

from . import pending_action_views
from .enrollment import dashboard_views
from .enrollment import views as enrollment
from .profiles import views as profiles
from .progress import views as progress
from .progress import watching_views
from .teaching import teacher_profile
from .teaching import views as teaching

app_name = "learners"

urlpatterns = [
    path("learn/", dashboard_views.dashboard, name="dashboard"),
    path("learn/library/", dashboard_views.library, name="library"),
    path("learn/courses/<int:course_id>/enrol/", enrollment.enroll, name="enrol"),
    path("learn/courses/<int:course_id>/leave/", enrollment.leave, name="leave"),
    path("learn/courses/<int:course_id>/updates/", enrollment.dismiss, name="dismiss"),
    path("learn/courses/<int:course_id>/save/", enrollment.save, name="save"),
    path("learn/courses/<int:course_id>/unsave/", enrollment.unsave, name="unsave"),
    path("learn/lessons/<int:lesson_id>/complete/", progress.complete, name="complete"),
    path("learn/lessons/<int:lesson_id>/undo/", progress.undo, name="undo"),
    path("learn/lessons/<int:lesson_id>/opened/", progress.opened, name="opened"),
    path(
        "learn/lessons/<int:lesson_id>/videos/<int:video_id>/watched/",
        watching_views.watched,
        name="watched",
    ),
    path("learn/again/<str:token>/", pending_action_views.pending_action, name="pending_action"),
    path("teach/", teaching.courses, name="teach"),
    path("teach/<int:course_id>/", teaching.course, name="teach_course"),
    path("teach/<int:course_id>/learners.csv", teaching.learners_csv, name="teach_csv"),
    path("profile/", profiles.edit, name="profile"),
    path("profile/teaching/", teacher_profile.edit, name="teacher_profile"),
    path("profile/teaching/discard/", teacher_profile.discard, name="discard_teacher_profile"),
    path("profile/teaching/portrait/", teacher_profile.portrait, name="teacher_portrait"),
]
