from django.urls import include, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import buttons, log, menu, urls
from .admin.copying import settle_copied_course
from .admin.groups import ChooseRoleAction, grantable
from .admin.preview import preview_button
from .rich_text import CoursePageLinkHandler
from .viewsets import CatalogueGroup

register_snippet(CatalogueGroup)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own handler
def resolve_lesson_links(features) -> None:
    features.register_link_type(CoursePageLinkHandler)


@hooks.register("register_admin_urls")
def course_urls() -> list:
    return [path("courses/", include(urls))]


hooks.register("after_copy_page", settle_copied_course)
hooks.register("register_log_actions", log.register_actions)
hooks.register("register_permissions", grantable)
hooks.register("register_bulk_action", ChooseRoleAction, order=1)  # after Wagtail's own
hooks.register("register_admin_menu_item", menu.new_course_item)
hooks.register("register_page_header_buttons", menu.new_course_button)
hooks.register("register_page_header_buttons", buttons.header_buttons)
hooks.register("register_page_header_buttons", preview_button)
hooks.register("register_page_listing_more_buttons", buttons.listing_buttons)
