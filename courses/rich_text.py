from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from .links import address_at_hand


class CoursePageLinkHandler(PageLinkHandler):
    """Wagtail's page links, asking the database only for pages whose address is not at hand."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        found = [address_at_hand(attrs.get("id", "")) for attrs in attrs_list]
        if all(found):
            return [f'<a href="{escape(address)}">' for address in found]
        return super().expand_db_attributes_many(attrs_list)
