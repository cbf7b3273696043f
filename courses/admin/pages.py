"""Which of Wagtail's page views courses and lessons have of their own."""

from wagtail.admin.viewsets.pages import PageViewSet

from ..models import CoursePage, LessonPage
from .content_type_usage import OfEveryCourseView
from .copy_views import WholeCopyView
from .creating import CourseCreateView, LessonCreateView
from .delete_views import SayingDeleteView, SayingMoveConfirmView, SayingMoveView
from .editing import CourseEditView, CourseRevertView, LessonEditView, LessonRevertView
from .explorer import CourseIndexView, LessonIndexView, LessonPositionView
from .workflow_redirects import CourseUnscheduleView, ReviewInstead


class CoursePageViewSet(PageViewSet):
    model = CoursePage
    icon = "doc-full"
    index_view_class = CourseIndexView
    content_type_use_view_class = OfEveryCourseView
    add_view_class = CourseCreateView
    edit_view_class = CourseEditView
    revisions_revert_view_class = CourseRevertView
    revisions_unschedule_view_class = CourseUnscheduleView
    copy_view_class = WholeCopyView
    delete_view_class = SayingDeleteView
    move_view_class = SayingMoveView
    move_confirm_view_class = SayingMoveConfirmView
    workflow_action_view_class = ReviewInstead
    collect_workflow_action_data_view_class = ReviewInstead
    workflow_preview_view_class = ReviewInstead


class LessonPageViewSet(PageViewSet):
    model = LessonPage
    icon = "doc-full"
    index_view_class = LessonIndexView
    content_type_use_view_class = OfEveryCourseView
    set_page_position_view_class = LessonPositionView
    add_view_class = LessonCreateView
    edit_view_class = LessonEditView
    revisions_revert_view_class = LessonRevertView
    copy_view_class = WholeCopyView
    delete_view_class = SayingDeleteView
    move_view_class = SayingMoveView
    move_confirm_view_class = SayingMoveConfirmView


def page_viewsets() -> list[PageViewSet]:
    return [CoursePageViewSet(), LessonPageViewSet()]
