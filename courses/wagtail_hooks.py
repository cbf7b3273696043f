from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .rich_text import CoursePageLinkHandler
from .viewsets import CatalogueGroup

register_snippet(CatalogueGroup)


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own handler
def resolve_lesson_links(features) -> None:
    features.register_link_type(CoursePageLinkHandler)
