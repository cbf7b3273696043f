"""Which of Wagtail's page views courses and lessons have of their own."""

from wagtail.admin.viewsets.pages import PageViewSet

from ..models import CoursePage, LessonPage
from .content_type_usage import CourseTypeUsageView
from .copy_views import AtomicCopyView, CourseCopyView
from .creating import CourseCreateView, LessonCreateView
from .delete_views import RefusableDeleteView, RefusableMoveConfirmView, RefusableMoveView
from .editing import CourseEditView, CourseRevertView, LessonEditView, LessonRevertView
from .explorer import CourseIndexView, LessonIndexView, LessonPositionView
from .publish_views import CourseUnpublishView
from .workflow_redirects import CourseUnscheduleView, ReviewRedirectView


class CoursePageViewSet(PageViewSet):
    model = CoursePage
    icon = "doc-full"
    index_view_class = CourseIndexView
    content_type_use_view_class = CourseTypeUsageView
    add_view_class = CourseCreateView
    edit_view_class = CourseEditView
    revisions_revert_view_class = CourseRevertView
    revisions_unschedule_view_class = CourseUnscheduleView
    unpublish_view_class = CourseUnpublishView
    copy_view_class = CourseCopyView
    delete_view_class = RefusableDeleteView
    move_view_class = RefusableMoveView
    move_confirm_view_class = RefusableMoveConfirmView
    workflow_action_view_class = ReviewRedirectView
    collect_workflow_action_data_view_class = ReviewRedirectView
    workflow_preview_view_class = ReviewRedirectView


class LessonPageViewSet(PageViewSet):
    model = LessonPage
    icon = "doc-full"
    index_view_class = LessonIndexView
    content_type_use_view_class = CourseTypeUsageView
    set_page_position_view_class = LessonPositionView
    add_view_class = LessonCreateView
    edit_view_class = LessonEditView
    revisions_revert_view_class = LessonRevertView
    copy_view_class = AtomicCopyView
    delete_view_class = RefusableDeleteView
    move_view_class = RefusableMoveView
    move_confirm_view_class = RefusableMoveConfirmView


def page_viewsets() -> list[PageViewSet]:
    return [CoursePageViewSet(), LessonPageViewSet()]
