from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from web.primary_keys import is_key

from .links import known_address


class CoursePageLinkHandler(PageLinkHandler):
    """Wagtail's page links, asking the database only for pages whose address is not at hand.

    A form of the editor can be sent with anything for a page: what is no key leads nowhere, where
    Wagtail's own would break the page for all who read it.
    """

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        attrs_list = [attrs if is_key(attrs.get("id", "")) else {"id": "0"} for attrs in attrs_list]
        addresses = [known_address(attrs["id"]) for attrs in attrs_list]
        if all(addresses):
            return [f'<a href="{escape(address)}">' for address in addresses]
        return super().expand_db_attributes_many(attrs_list)
