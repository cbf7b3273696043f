"""Below /admin/courses/. Wagtail asks for the right to open the admin; each view for its own."""

from django.urls import path

from .archive_views import ArchiveView, ReopenView
from .compare import CompareView
from .copy_views import NewCourseFromView
from .curriculum_views import NewLessonView, NewSectionView
from .history import HistoryView, ReleaseView
from .instructor_changes import InstructorChangesView, InstructorChangeView
from .new_course import NewCourseView
from .placement_view import PlaceView
from .preview import preview_course, preview_lesson
from .progress_view import ProgressView
from .report import ReleasesReportView
from .restore_view import RestoreView
from .review import ReviewView, UnscheduleView
from .submit import SubmitView, WithdrawView
from .team_members import RemoveMemberView, TeamView

app_name = "courses_admin"
urlpatterns = [
    path("new/", NewCourseView.as_view(), name="new"),
    path("<int:course_id>/team/", TeamView.as_view(), name="team"),
    path(
        "<int:course_id>/team/<int:user_id>/remove/",
        RemoveMemberView.as_view(),
        name="remove_member",
    ),
    path("<int:course_id>/lessons/new/", NewLessonView.as_view(), name="new_lesson"),
    path("<int:course_id>/sections/new/", NewSectionView.as_view(), name="new_section"),
    path("<int:course_id>/place/<int:lesson_id>/", PlaceView.as_view(), name="place"),
    path("<int:course_id>/releases/", HistoryView.as_view(), name="history"),
    path("releases/<int:release_id>/", ReleaseView.as_view(), name="release"),
    path("releases/<int:release_id>/progress/", ProgressView.as_view(), name="progress"),
    path("releases/<int:release_id>/restore/", RestoreView.as_view(), name="restore"),
    path("releases/", ReleasesReportView.as_view(), name="releases_report"),
    path(
        "releases/results/",
        ReleasesReportView.as_view(results_only=True),
        name="releases_report_results",
    ),
    path("instructors/", InstructorChangesView.as_view(), name="instructor_changes"),
    path(
        "instructors/<int:instructor_id>/",
        InstructorChangeView.as_view(),
        name="instructor_change",
    ),
    path("<int:course_id>/copy/", NewCourseFromView.as_view(), name="copy"),
    path("<int:course_id>/archive/", ArchiveView.as_view(), name="archive"),
    path("<int:course_id>/reopen/", ReopenView.as_view(), name="reopen"),
    path("<int:course_id>/submit/", SubmitView.as_view(), name="submit"),
    path("<int:course_id>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("<int:course_id>/review/", ReviewView.as_view(), name="review"),
    path("<int:course_id>/unschedule/", UnscheduleView.as_view(), name="unschedule"),
    path(
        "<int:course_id>/compare/<int:page_id>/<str:against>/",
        CompareView.as_view(),
        name="compare",
    ),
    path("<int:course_id>/preview/<str:mode>/", preview_course, name="preview"),
    path(
        "<int:course_id>/preview/<str:mode>/<int:lesson_id>/", preview_lesson, name="preview_lesson"
    ),
]
