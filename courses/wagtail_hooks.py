from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import (
    action_menu,
    buttons,
    dashboard_panels,
    log_actions,
    menu,
    report,
    row_buttons,
    urls,
)
from .admin.collection_contents import teams_of
from .admin.copy_views import finish_copied_page
from .admin.delete_views import RefusableDeleteAction, RefusableMoveAction
from .admin.page_menus import author_buttons
from .admin.pages import page_viewsets
from .admin.preview import preview_button
from .admin.publish_views import RefusablePublishAction, RefusableUnpublishAction
from .admin.snippets import CatalogueGroup
from .admin.styles import admin_scripts, admin_styles, editor_scripts
from .curriculum.rich_text import CoursePageLinkHandler
from .models.page_chooser import only_choosable
from .teams.roles import grantable

register_snippet(CatalogueGroup)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own handler
def resolve_lesson_links(features) -> None:
    features.register_link_type(CoursePageLinkHandler)


@hooks.register("register_admin_urls")
def course_urls() -> list:
    return [path("courses/", include(urls))]


hooks.register("insert_global_admin_css", admin_styles)
hooks.register("insert_global_admin_js", admin_scripts)
hooks.register("insert_editor_js", editor_scripts)
hooks.register("register_log_actions", log_actions.register_actions)
hooks.register("describe_collection_contents", teams_of)
hooks.register("register_permissions", grantable)
hooks.register("register_admin_menu_item", menu.new_course_item)
hooks.register("register_reports_menu_item", report.report_item)
hooks.register("register_page_header_buttons", menu.new_course_button)
hooks.register("register_page_header_buttons", menu.course_buttons)
hooks.register("register_page_listing_more_buttons", menu.course_buttons)
hooks.register("construct_homepage_panels", dashboard_panels.construct)
hooks.register("after_copy_page", finish_copied_page)
hooks.register("register_page_header_buttons", buttons.header_buttons)
hooks.register("register_page_listing_more_buttons", buttons.listing_buttons)
hooks.register("construct_page_listing_buttons", row_buttons.construct)
hooks.register("register_admin_viewset", page_viewsets)
hooks.register("construct_page_action_menu", action_menu.construct)
hooks.register("register_bulk_action", RefusableDeleteAction, order=1)
hooks.register("register_bulk_action", RefusableMoveAction, order=1)
hooks.register("register_bulk_action", RefusablePublishAction, order=1)
hooks.register("register_bulk_action", RefusableUnpublishAction, order=1)
hooks.register("register_page_header_buttons", preview_button)
hooks.register("register_page_header_buttons", author_buttons)
hooks.register("register_page_listing_more_buttons", author_buttons)
hooks.register("construct_page_chooser_queryset", only_choosable)
